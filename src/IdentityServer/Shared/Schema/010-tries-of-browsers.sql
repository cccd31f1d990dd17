-- Wrong passwords from a browser that the account knows count for that browser alone.
ALTER TABLE identity.known_devices ADD failed_count int NOT NULL DEFAULT 0;
ALTER TABLE identity.known_devices ADD lockout_round int NOT NULL DEFAULT 0;
ALTER TABLE identity.known_devices ADD lockout_end timestamptz;
