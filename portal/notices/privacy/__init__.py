"""The privacy scan before a notice or a case is proposed or published: findings, masking, overrides."""
