-- The sandbox plays a payment service provider: what it knows is its own, and the marketplace reaches it only through its port.
create schema sandbox;

create table sandbox.payments (
    id text primary key,
    reference uuid not null unique,
    amount numeric(18, 4) not null check (amount > 0),
    currency text not null,
    method text not null,
    description text not null,
    return_url text not null,
    outcome text check (outcome in ('captured', 'failed')),
    failure_reason text,
    created_at timestamptz not null,
    decided_at timestamptz -- may lie ahead: the bank takes its time
);

create table sandbox.refunds (
    id text primary key,
    payment_id text not null references sandbox.payments,
    idempotency_key uuid not null unique,
    amount numeric(18, 4) not null check (amount > 0),
    created_at timestamptz not null
);

create table sandbox.webhooks (
    id bigint generated always as identity primary key,
    event_id text not null,
    payment_id text not null references sandbox.payments,
    due_at timestamptz not null,
    attempts int not null default 0,
    delivered_at timestamptz
);

create index ix_webhooks_due on sandbox.webhooks (due_at) where delivered_at is null;
