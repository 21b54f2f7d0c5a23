"""An embedded writer: SmolLM2-135M-Instruct, tuned on the abstracts of labelled articles."""
