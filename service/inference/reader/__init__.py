"""The learned reader: names, references and attributions from the outputs of one network."""
