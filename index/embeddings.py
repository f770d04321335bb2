"""Static word embeddings: wordllama's weights (256 dimensions, 32,000 subwords), read straight from its installed wheel.

Nothing is downloaded. The weights are mapped, not loaded, so that a question touches only the rows it needs.
"""

import importlib.util
import json
import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import Unavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_TENSOR = "embedding.weight"

#: Words and sentences whose vectors are kept, and words whose subwords are. A vector takes 1 KB.
_CACHED = 50_000


class Embeddings:
    """Vectors of texts: the mean of their subwords' vectors, of unit length. Safe to share between threads.

    A text is taken word by word: no subword spans two words, so that the sum is that of the whole text, and words come again.
    """

    def __init__(self, tokenizer: "Tokenizer", weights: "NDArray[np.float16]") -> None:
        import numpy as np

        self._tokenizer = tokenizer
        self._weights = np.asarray(weights)  # a memory map as it is makes each look-up slow
        self.dimensions = int(weights.shape[1])
        self._rows = np.empty(weights.shape, dtype=np.float32)  # filled as rows are used; untouched memory costs nothing
        self._filled = np.zeros(len(weights), dtype=bool)
        self._encoded: dict[str, list[int]] = {}
        self._known: dict[str, NDArray[np.float32]] = {}

    def vector(self, text: str) -> "NDArray[np.float32]":
        """The text's unit vector, shape (dimensions,); zeros for a text without subwords. Cached; do not write into it."""
        found = self._known.get(text)
        if found is None:
            found = self._one(text)
            self._keep({text: found})
        return found

    def vectors(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """One unit vector a row, shape (len(texts), dimensions). Many at once are faster than one by one."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        found = {text: vector for text in texts if (vector := self._known.get(text)) is not None}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            made = dict(zip(new, self._made(new), strict=True))
            found |= made
            self._keep(made)
        return np.concatenate([found[text] for text in texts]).reshape(len(texts), self.dimensions)  # quicker than `stack`

    def _keep(self, made: "dict[str, NDArray[np.float32]]") -> None:
        if len(self._known) + len(made) > _CACHED:
            self._known = {}
        self._known.update(made)

    def _subwords(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text's subwords. Words are encoded alone, since they come again, and new ones at once, which is much quicker."""
        known = self._encoded
        words = [text.split() for text in texts]
        new = list(dict.fromkeys(word for each in words for word in each if word not in known))
        if len(known) + len(new) > _CACHED:  # begins anew with what these texts need; another thread may go on with the old one
            known = self._encoded = {word: known[word] for each in words for word in each if word in known}
        for word, encoded in zip(new, self._tokenizer.encode_batch(new, add_special_tokens=False), strict=True):
            known[word] = encoded.ids
        return [[subword for word in each for subword in known[word]] for each in words]

    def _one(self, text: str) -> "NDArray[np.float32]":
        """As `_made` of a single text, in fewer steps."""
        import numpy as np

        ids = np.array(self._subwords([text])[0], dtype=np.intp)
        self._fill(ids)
        total: NDArray[np.float32] = self._rows.take(ids, axis=0).sum(axis=0)
        size = math.sqrt(float(total @ total))
        return total / np.float32(size) if size else total

    def _fill(self, ids: "NDArray[np.intp]") -> None:
        filled = self._filled.take(ids)
        if not filled.all():
            missing = ids[~filled]
            self._rows[missing] = self._weights[missing]
            self._filled[missing] = True

    def _made(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        subwords = self._subwords(texts)
        lengths = np.array([len(each) for each in subwords])
        ids = np.fromiter(chain.from_iterable(subwords), dtype=np.intp, count=int(lengths.sum()))
        self._fill(ids)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        some = lengths > 0
        if some.any():
            starts = (np.cumsum(lengths) - lengths)[some]
            sums = np.add.reduceat(self._rows.take(ids, axis=0), starts, axis=0)
            sizes = np.sqrt(np.einsum("ij,ij->i", sums, sums))[:, None]
            vectors[some] = np.divide(sums, sizes, out=sums, where=sizes > 0)
        return vectors


@lru_cache(maxsize=1)
def load() -> Embeddings:
    """The embeddings, opened at the first call. Raises `Unavailable` where wordllama's files are not as expected."""
    import numpy as np
    from tokenizers import Tokenizer

    spec = importlib.util.find_spec("wordllama")
    if spec is None or spec.origin is None:
        raise Unavailable("The package wordllama is not installed; install Sherpa's dependencies again.")
    root = Path(spec.origin).parent
    path = root / _WEIGHTS
    try:
        with path.open("rb") as file:  # the safetensors layout: length of the header, the header as JSON, the tensors
            header_length = int.from_bytes(file.read(8), "little")
            tensor = json.loads(file.read(header_length))[_TENSOR]
        start, _ = tensor["data_offsets"]
        weights = np.memmap(path, dtype=np.float16, mode="r", offset=8 + header_length + start, shape=tuple(tensor["shape"]))
        return Embeddings(Tokenizer.from_file(str(root / _TOKENIZER)), weights)
    except (OSError, ValueError, KeyError) as error:
        raise Unavailable("wordllama's weights cannot be read; install Sherpa's dependencies again.") from error
