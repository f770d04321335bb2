# Sherpa for every chat platform and both databases. docs/operations.md says how to run it.
ARG PYTHON=python:3.11-slim-bookworm

FROM ${PYTHON} AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY adapters ./adapters
COPY bot ./bot
COPY index ./index
COPY seeds ./seeds
RUN python -m venv --without-pip /opt/sherpa \
    && python -m pip --python /opt/sherpa/bin/python install --no-cache-dir --disable-pip-version-check \
       --constraint constraints.txt '.[discord,slack,postgresql]'

FROM ${PYTHON}
COPY --from=build /opt/sherpa /opt/sherpa
# All that Sherpa writes lies in /data. Its user needs no name, so that any other number can take its place.
RUN install --directory --owner=10001 --group=10001 --mode=0700 /data
ENV PATH=/opt/sherpa/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/data \
    SHERPA_HOME=/data \
    SHERPA_WEB_HOST=0.0.0.0 \
    SHERPA_WEB_PORT=8080 \
    SHERPA_LOG_LEVEL=info
WORKDIR /data
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['SHERPA_WEB_PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["sherpa"]
CMD ["run"]
