"""A certificate for news.example, signed by itself and good until 2126, for webs that speak TLS. Its key is no secret."""

import ssl
import tempfile
from pathlib import Path

CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBrzCCAVSgAwIBAgIUMcYqetQsJtDW5cmgSDrK6XE2YXwwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMbmV3cy5leGFtcGxlMCAXDTI2MTEyNjAzNDkyMloYDzIxMjYx
MTAyMDM0OTIyWjAXMRUwEwYDVQQDDAxuZXdzLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAQKtE6QcaijuC1G5PEuRtbfvcNGKu6lYSHa4XYH2C5GH4hJ
VcdxfgLJyA7gW0/ISHnwsh8R6lfeK8Uhq6HIXs9jo3wwejAdBgNVHQ4EFgQUFara
f3IAPp+4XpCtq0F5NGT7JV4wHwYDVR0jBBgwFoAUFaraf3IAPp+4XpCtq0F5NGT7
JV4wFwYDVR0RBBAwDoIMbmV3cy5leGFtcGxlMA8GA1UdEwEB/wQFMAMBAf8wDgYD
VR0PAQH/BAQDAgKEMAoGCCqGSM49BAMCA0kAMEYCIQC87VhUshj6HS0g8ganGGTF
/cUxh8C0q/1mopQDsd/hmQIhALKBrwD0Eg8ApBB3L4l0qgSxU3mhansqn1b46CaK
ePDZ
-----END CERTIFICATE-----
"""
KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjn5/YbJuMoTUUU7d
VhcUxJv2tHnoBY7rgpTgRAN4IdWhRANCAAQKtE6QcaijuC1G5PEuRtbfvcNGKu6l
YSHa4XYH2C5GH4hJVcdxfgLJyA7gW0/ISHnwsh8R6lfeK8Uhq6HIXs9j
-----END PRIVATE KEY-----
"""


def server_tls() -> ssl.SSLContext:
    """Shows the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:  # ssl loads chains from files alone
        Path(file.name).write_text(CERTIFICATE + KEY)
        context.load_cert_chain(file.name)
    return context


def client_tls() -> ssl.SSLContext:
    """Trusts the certificate, and no other."""
    return ssl.create_default_context(cadata=CERTIFICATE)
