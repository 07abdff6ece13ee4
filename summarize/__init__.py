"""News articles in, one reconciled and cited dossier out."""
