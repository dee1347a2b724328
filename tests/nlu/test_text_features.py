"""Features are those of scikit-learn, read faster."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.embeddings import DIMENSIONS
from bot.nlu.text_features import NGrams, Text, TextFeatures, lemmas, letters_and_words

LEARNT = [Text(plain, tuple(plain.split())) for plain in ("combien ça coûte", "le prix, le prix du cours", "ça dure combien")]
READ = [*LEARNT, Text("le coût ? le prix !", ("le", "prix")), Text("", ()), Text("xyloq", ("xyloq",))]
LETTERS: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2}


@pytest.mark.parametrize("options", [LETTERS, {"ngram_range": (1, 2), "token_pattern": r"\w+"}])
def test_n_grams_weigh_what_they_weigh_in_scikit_learn(options):
    texts = [letters_and_words(text) for text in LEARNT]
    theirs = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options).fit(texts)
    ours = NGrams(letters_and_words, 0.5, **options)
    ours.fit_transform(LEARNT)
    for text in READ:
        row = np.zeros(len(ours), dtype=np.float32)
        columns, values = ours.row(text)
        row[columns] = values
        assert np.allclose(row, 0.5 * theirs.transform([letters_and_words(text)]).toarray()[0], atol=1e-6)


@pytest.mark.parametrize("bias", [True, False])
def test_texts_are_read_as_they_were_learnt_also_after_a_file(bias):
    features = TextFeatures([NGrams(letters_and_words, **LETTERS), NGrams(lemmas, ngram_range=(1, 2))], 0.7, bias)
    learnt = features.fit_transform(LEARNT)
    for again in (features, pickle.loads(pickle.dumps(features))):
        assert np.allclose(again.transform(LEARNT).toarray(), learnt.toarray(), atol=1e-5)
        assert again.transform(READ).shape == (len(READ), learnt.shape[1])
    assert np.all(learnt.toarray()[:, -1] == 1) == bias
    assert learnt.shape[1] > DIMENSIONS


def test_what_is_too_rare_to_be_learnt_is_not_kept():
    ngrams = NGrams(letters_and_words, **LETTERS)
    ngrams.fit_transform([*LEARNT, Text("zygomatique", ())])
    assert b"zygom" not in pickle.dumps(ngrams)
