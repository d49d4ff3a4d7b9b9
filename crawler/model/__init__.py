"""Values the whole house speaks in: frozen dataclasses of the standard library, nothing else."""
