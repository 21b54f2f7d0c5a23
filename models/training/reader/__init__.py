"""The recipe of the reader: attributions, names and references of each token.

Commands, in their order: `data.silver` (analyses by spaCy), `prepare` (labelled documents), `train`
twice, `export`. `data.agreement` compares the annotators of the references.
"""
