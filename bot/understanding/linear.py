"""A linear model over hashed features, its weights in bytes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import Ids

Floats = NDArray[np.float32]
Bytes = NDArray[np.int8]


class Linear(NamedTuple):
    """Rows of weights by bucket, one column a class; a row that nothing was learnt of is zero."""

    weights: Bytes
    scale: Floats
    bias: Floats
    rarity: NDArray[np.uint8]
    rarity_scale: float

    def logits(self, ids: Ids) -> Floats:
        """Of features once for each time they occur."""
        buckets, counts = np.unique(ids, return_counts=True)
        value = self.rarity[buckets] * (1 + np.log(counts.astype(np.float32)))
        length = float(np.sqrt(value @ value)) or 1.0
        found: Floats = (value / length) @ self.weights[buckets] * self.scale + self.bias
        return found.astype(np.float32)


def softmax(logits: Floats) -> Floats:
    """Probabilities of logits."""
    raised = np.exp(logits - logits.max())
    found: Floats = raised / raised.sum()
    return found


def pack(
    weights: NDArray[np.float64],
    bias: NDArray[np.float64],
    rarity: NDArray[np.float64],
    kept: NDArray[np.int64],
    buckets: int,
) -> Linear:
    """Weights that were learnt for the buckets `kept`, as bytes."""
    scale = np.abs(weights).max(axis=1) / 127
    rows = np.zeros((buckets, len(weights)), np.int8)
    rows[kept] = np.rint(weights / scale[:, None]).T.astype(np.int8)
    rarity_scale = float(rarity.max()) / 255
    rare = np.zeros(buckets, np.uint8)
    rare[kept] = np.rint(rarity[kept] / rarity_scale).astype(np.uint8)
    return Linear(rows, scale.astype(np.float32), bias.astype(np.float32), rare, rarity_scale)
