# %% [markdown]
r"""
# Exercises: neural networks
"""
