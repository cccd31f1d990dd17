-- The account pages themselves, where they ask the marketplace's API in the name of who is signed in. Nobody can get a token as this
-- client: it has no grant, no scope and no address. Its tokens are made inside the identity server and end with the sign-in.
INSERT INTO identity.clients (id, name, is_enabled, is_first_party, authentication, is_native, grants, scopes, redirect_uris, post_logout_redirect_uris, created_at, review)
VALUES ('account', 'Your account', true, true, 'None', false, '{}', '{}', '{}', '{}', now(), 'None');
