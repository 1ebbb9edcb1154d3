"""What was learnt, as one file: two linear models, and the limits at which danger is said."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile
from zlib import error

import numpy as np

from bot.understanding.linear import Linear

MODEL = Path(__file__).with_name("model.npz")
_PARTS = ("weights", "scale", "bias", "rarity")


class BadModel(ValueError):
    """The file is missing or is no model: what to do."""


class Limits(NamedTuple):
    """Probabilities from which on it is said, found on phrases kept aside when it was trained:
    those of danger by language and script."""

    danger: Mapping[str, float]
    unsure: Mapping[str, float]
    need: float
    warmth: float
    """Divides the logits, so that a confidence of 0.8 is right in eight of ten cases."""


class Model(NamedTuple):
    """`learnt_from`: the fingerprint of lexicons and code, a space, that of the phrases."""

    needs: Linear
    languages: Linear
    limits: Limits
    learnt_from: str

    def fits(self, other: "Model") -> bool:
        """Whether both count the same things: else what one has learnt means nothing where the
        other is understood by."""
        shapes = [(one.needs.weights.shape, one.languages.weights.shape) for one in (self, other)]
        shared = [one.learnt_from.partition(" ")[0] for one in (self, other)]
        return shapes[0] == shapes[1] and shared[0] == shared[1]


def save(model: Model, path: Path = MODEL) -> None:
    """The same model gives the same bytes."""
    arrays: dict[str, Any] = {}
    for name, linear in (("needs", model.needs), ("languages", model.languages)):
        arrays |= {f"{name}_{part}": getattr(linear, part) for part in _PARTS}
    about = {
        "limits": model.limits._asdict(),
        "learnt_from": model.learnt_from,
        "rarity_scale": [model.needs.rarity_scale, model.languages.rarity_scale],
    }
    arrays["about"] = np.frombuffer(json.dumps(about, sort_keys=True).encode(), np.uint8)
    half = path.with_suffix(".part")
    with half.open("wb") as file:
        np.savez_compressed(file, **arrays)
    half.replace(path)  # whoever loads it meanwhile finds the old one whole


def load(path: Path = MODEL) -> Model:
    """Errors raised: BadModel."""
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes())
            parts = {name: file[name] for name in file.files}
        linears = [
            Linear(**{part: parts[f"{name}_{part}"] for part in _PARTS}, rarity_scale=scale)
            for name, scale in zip(("needs", "languages"), about["rarity_scale"], strict=True)
        ]
        return Model(linears[0], linears[1], Limits(**about["limits"]), about["learnt_from"])
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile, error) as wrong:
        raise BadModel(
            f"{path.name} cannot be used ({wrong}): build it with `make model`."
        ) from None
