-- Parts of running the marketplace. 'admin' may do everything: the super administrator.
INSERT INTO identity.roles (id, name, normalized_name, concurrency_stamp) VALUES
    ('019e0000-0000-7000-8000-000000000003', 'support', 'SUPPORT', '1'),
    ('019e0000-0000-7000-8000-000000000004', 'finance', 'FINANCE', '1'),
    ('019e0000-0000-7000-8000-000000000005', 'catalogue', 'CATALOGUE', '1'),
    ('019e0000-0000-7000-8000-000000000006', 'dispatch', 'DISPATCH', '1');

-- Why an administrator suspended the account; its owner reads it when signing in.
ALTER TABLE identity.users ADD suspended_because character varying(500);

-- From then on the password opens nothing: another has to be set by mail first.
ALTER TABLE identity.users ADD password_reset_since timestamp with time zone;

-- There is always a super administrator who can sign in, once there was one: whoever would be the last to go is refused.
-- The row of the role is the lock: two who go at the same time go one after the other, and the second sees the first gone.
CREATE FUNCTION identity.keep_super_admin(leaving uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE super uuid;
BEGIN
    SELECT id INTO super FROM identity.roles WHERE name = 'admin' FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM identity.user_roles m JOIN identity.users u ON u.id = m.user_id
        WHERE m.role_id = super AND u.disabled_at IS NULL AND u.id <> leaving)
    THEN
        RAISE EXCEPTION 'the last super administrator stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_super_admin';
    END IF;
END $$;

CREATE FUNCTION identity.keep_super_admin_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.role_id = (SELECT id FROM identity.roles WHERE name = 'admin')
        AND EXISTS (SELECT 1 FROM identity.users WHERE id = OLD.user_id AND disabled_at IS NULL)
    THEN
        PERFORM identity.keep_super_admin(OLD.user_id);
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER keep_super_admin BEFORE DELETE ON identity.user_roles FOR EACH ROW EXECUTE FUNCTION identity.keep_super_admin_role();

CREATE FUNCTION identity.keep_super_admin_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM identity.user_roles m JOIN identity.roles r ON r.id = m.role_id WHERE m.user_id = OLD.id AND r.name = 'admin') THEN
        PERFORM identity.keep_super_admin(OLD.id);
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_super_admin_enabled BEFORE UPDATE OF disabled_at ON identity.users FOR EACH ROW
    WHEN (OLD.disabled_at IS NULL AND NEW.disabled_at IS NOT NULL) EXECUTE FUNCTION identity.keep_super_admin_user();
CREATE TRIGGER keep_super_admin_there BEFORE DELETE ON identity.users FOR EACH ROW
    WHEN (OLD.disabled_at IS NULL) EXECUTE FUNCTION identity.keep_super_admin_user();

-- What administrators did to accounts, and what it was before. Nothing of it is changed or deleted, and it outlives the account.
CREATE TABLE identity.account_changes (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    actor_id uuid,
    action character varying(40) NOT NULL,
    detail text NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE INDEX ix_account_changes_user_id ON identity.account_changes (user_id, at);

CREATE FUNCTION identity.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON identity.account_changes FOR EACH ROW EXECUTE FUNCTION identity.refuse_change();
CREATE TRIGGER is_never_emptied BEFORE TRUNCATE ON identity.account_changes EXECUTE FUNCTION identity.refuse_change();
