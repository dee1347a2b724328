"""E5's tokenizer with only the pieces that French visitors need, as the library `tokenizers` writes and reads it."""

from __future__ import annotations

from collections.abc import Sequence

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from bot.tuning.packed import PackedModel

# Pieces of one character are all kept up to the end of extended Latin.
_LAST_LATIN = 0x250
_SPACE = "▁"


def tokenizer_of(pieces: Sequence[tuple[str, float]], unknown: int) -> Tokenizer:
    """A tokenizer of pieces with their logarithmic probabilities (SentencePiece's unigram model), between E5's two marks.

    Args:
        pieces: in the order of their numbers.
        unknown: the number of the piece for what no piece holds.
    """
    tokenizer = Tokenizer(models.Unigram(list(pieces), unknown))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always")
    places = {piece: number for number, (piece, _) in enumerate(pieces)}
    marks = [(mark, places[mark]) for mark in ("<s>", "</s>")]
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=marks)
    return tokenizer


def cut_vocabulary(base: PackedModel, texts: Sequence[str]) -> tuple[list[int], Tokenizer]:
    """The numbers of the pieces that occur in texts, Latin characters and marks, and a tokenizer of them.

    Args:
        base: holds all pieces.
        texts: with E5's prefix.
    """
    full = tokenizer_of(base.pieces, base.special["unknown"])
    used = {*base.special.values()}
    for encoded in full.encode_batch(list(texts)):
        used.update(encoded.ids)
    used.update(
        number
        for number, (piece, _) in enumerate(base.pieces)
        if len(piece.removeprefix(_SPACE)) == 1 and ord(piece[-1]) < _LAST_LATIN
    )
    rows = sorted(used)
    return rows, tokenizer_of([base.pieces[number] for number in rows], rows.index(base.special["unknown"]))
