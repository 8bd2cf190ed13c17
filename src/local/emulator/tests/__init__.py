"""Every patch, tested from outside with boto3. Run by `python -m unittest` in the folder above.

A test fails when its patch is left out: `SRVLS_EMULATOR_WITHOUT=name python -m unittest` shows it, and
tests/tools/emulator_patches.py does so for every patch.
All tests hold with IAM enforced as well: `AUTH=true python -m unittest`.
"""
