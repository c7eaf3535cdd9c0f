"""Sealed envelopes: what is kept so that a copy of the database, of the files, of a backup tells nothing.

A record has a random **data key** that seals its texts and files (`data_keys`). The data key itself is kept wrapped:
for the office, to its public key (`office`), and for whoever holds a secret (`secret_keys`). Whoever deletes the
wrapped keys has deleted the record. All ciphers are those of the `cryptography` package. No word of the domain here.
"""

from portal.privacy.sealing.data_keys import Damaged, DataKey
from portal.privacy.sealing.office import NoSealingKey, can_open, can_seal, unwrap, wrap

__all__ = ["Damaged", "DataKey", "NoSealingKey", "can_open", "can_seal", "unwrap", "wrap"]
