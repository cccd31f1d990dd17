using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Marketplace.Infrastructure.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "people");

            migrationBuilder.EnsureSchema(
                name: "orders");

            migrationBuilder.EnsureSchema(
                name: "legal");

            migrationBuilder.EnsureSchema(
                name: "vendors");

            migrationBuilder.EnsureSchema(
                name: "partners");

            migrationBuilder.EnsureSchema(
                name: "payments");

            migrationBuilder.EnsureSchema(
                name: "deliveries");

            migrationBuilder.EnsureSchema(
                name: "catalog");

            migrationBuilder.EnsureSchema(
                name: "carts");

            migrationBuilder.EnsureSchema(
                name: "notifications");

            migrationBuilder.EnsureSchema(
                name: "shared");

            migrationBuilder.EnsureSchema(
                name: "inventory");

            migrationBuilder.CreateTable(
                name: "addresses",
                schema: "orders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    label = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    address = table.Column<string>(type: "jsonb", nullable: false),
                    is_default = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_addresses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "agreements",
                schema: "legal",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    place = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreements", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "applications",
                schema: "partners",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    pitch = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    phone = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    vehicle = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    links = table.Column<string>(type: "jsonb", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_applications", x => x.id);
                    table.CheckConstraint("ck_applications_decided", "(state in ('Approved', 'Rejected')) = (decided_by is not null)");
                    table.CheckConstraint("ck_applications_ended", "(state = 'Submitted') = (ended_at is null)");
                    table.CheckConstraint("ck_applications_reason", "(state = 'Rejected') = (reason is not null)");
                });

            migrationBuilder.CreateTable(
                name: "brands",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    slug = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    description = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    logo_id = table.Column<Guid>(type: "uuid", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_brands", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "carts",
                schema: "carts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_carts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "categories",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    slug = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    hue = table.Column<int>(type: "integer", nullable: false),
                    image_id = table.Column<Guid>(type: "uuid", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_categories", x => x.id);
                    table.ForeignKey(
                        name: "fk_categories_categories_parent_id",
                        column: x => x.parent_id,
                        principalSchema: "catalog",
                        principalTable: "categories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "choices",
                schema: "notifications",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    topic = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    in_app = table.Column<bool>(type: "boolean", nullable: false),
                    mail = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_choices", x => new { x.user_id, x.topic });
                });

            migrationBuilder.CreateTable(
                name: "data_copies",
                schema: "people",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ready_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    content = table.Column<byte[]>(type: "bytea", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_copies", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                schema: "shared",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    xml = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "deletions",
                schema: "people",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deletions", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                schema: "shared",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    caller = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    effect_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    status = table.Column<int>(type: "integer", nullable: true),
                    headers = table.Column<string>(type: "jsonb", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                schema: "shared",
                columns: table => new
                {
                    consumer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    handled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "mails",
                schema: "notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    cause = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    recipient = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    text = table.Column<string>(type: "text", nullable: true),
                    html = table.Column<string>(type: "text", nullable: true),
                    unsubscribe_url = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    error = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    queued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mails", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "marketing_consents",
                schema: "notifications",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_given = table.Column<bool>(type: "boolean", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    told_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_marketing_consents", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "movements",
                schema: "inventory",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    variant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    change = table.Column<int>(type: "integer", nullable: false),
                    reserved_change = table.Column<int>(type: "integer", nullable: false),
                    on_hand_after = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    who = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    order_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_movements", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                schema: "notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    message = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    link = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "orders",
                schema: "orders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    access_token_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    sealed_access_token = table.Column<byte[]>(type: "bytea", maxLength: 500, nullable: true),
                    address = table.Column<string>(type: "jsonb", nullable: true),
                    gift_message = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    terms_version = table.Column<int>(type: "integer", nullable: true),
                    price_includes_tax = table.Column<bool>(type: "boolean", nullable: false),
                    payment_method = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    placed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    pay_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    contact_email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    contact_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    contact_phone = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    delivery_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    delivery_currency = table.Column<string>(type: "text", nullable: false),
                    goods_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    goods_currency = table.Column<string>(type: "text", nullable: false),
                    platform_fee_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    platform_fee_currency = table.Column<string>(type: "text", nullable: false),
                    tax_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    tax_currency = table.Column<string>(type: "text", nullable: false),
                    total_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    total_currency = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_orders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "shared",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    stream_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    type = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    payload = table.Column<string>(type: "jsonb", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    correlation_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "partners",
                schema: "partners",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    slug = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    bio = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    links = table.Column<string>(type: "jsonb", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_because = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partners", x => x.id);
                    table.CheckConstraint("ck_partners_role", "role in ('Reseller', 'Influencer')");
                });

            migrationBuilder.CreateTable(
                name: "presences",
                schema: "people",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_online = table.Column<bool>(type: "boolean", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_presences", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "profiles",
                schema: "people",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    username = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    username_key = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    bio = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    location = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    latitude = table.Column<double>(type: "double precision", nullable: true),
                    longitude = table.Column<double>(type: "double precision", nullable: true),
                    photo_id = table.Column<Guid>(type: "uuid", nullable: true),
                    shown_to = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    shows_presence = table.Column<bool>(type: "boolean", nullable: false),
                    shows_activity = table.Column<bool>(type: "boolean", nullable: false),
                    measurements = table.Column<string>(type: "jsonb", nullable: false),
                    preferences = table.Column<string>(type: "jsonb", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_profiles", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "reservations",
                schema: "inventory",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    variant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deadline = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reservations", x => new { x.order_id, x.variant_id });
                });

            migrationBuilder.CreateTable(
                name: "riders",
                schema: "deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    phone = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    vehicle = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    is_online = table.Column<bool>(type: "boolean", nullable: false),
                    online_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_riders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "settings",
                schema: "shared",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    store_name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    currency = table.Column<string>(type: "character(3)", fixedLength: true, maxLength: 3, nullable: false),
                    region = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    tax_regions = table.Column<string>(type: "jsonb", nullable: false),
                    price_includes_tax = table.Column<bool>(type: "boolean", nullable: false),
                    tariff = table.Column<string>(type: "jsonb", nullable: false),
                    rider_share_percent = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    platform_fee = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    cash_limit = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    default_commission_percent = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    answer_time = table.Column<TimeSpan>(type: "interval", nullable: false),
                    offer_time = table.Column<TimeSpan>(type: "interval", nullable: false),
                    payment_time = table.Column<TimeSpan>(type: "interval", nullable: false),
                    max_quantity_per_line = table.Column<int>(type: "integer", nullable: false),
                    riders_work_in_shifts = table.Column<bool>(type: "boolean", nullable: false),
                    shift_notice = table.Column<TimeSpan>(type: "interval", nullable: false),
                    tax_classes = table.Column<string>(type: "jsonb", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "shifts",
                schema: "deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    places = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    note = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shifts", x => x.id);
                    table.CheckConstraint("ck_shifts_places", "places between 1 and 200");
                    table.CheckConstraint("ck_shifts_time", "starts_at < ends_at");
                });

            migrationBuilder.CreateTable(
                name: "shop_follows",
                schema: "people",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shop_follows", x => new { x.user_id, x.vendor_id });
                });

            migrationBuilder.CreateTable(
                name: "texts",
                schema: "legal",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_texts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "vendors",
                schema: "vendors",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    slug = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    tagline = table.Column<string>(type: "character varying(140)", maxLength: 140, nullable: false),
                    story = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    hue = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    state_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    logo_id = table.Column<Guid>(type: "uuid", nullable: true),
                    banner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    street = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    city = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    region = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    postal_code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    phone = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    hours = table.Column<string>(type: "jsonb", nullable: false),
                    preparation_minutes = table.Column<int>(type: "integer", nullable: false),
                    is_taking_orders = table.Column<bool>(type: "boolean", nullable: false),
                    is_held = table.Column<bool>(type: "boolean", nullable: false),
                    offers_pickup = table.Column<bool>(type: "boolean", nullable: false),
                    offers_delivery = table.Column<bool>(type: "boolean", nullable: false),
                    delivery_radius_km = table.Column<double>(type: "double precision", nullable: false),
                    free_delivery_from = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    commission_percent = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    rating_sum = table.Column<int>(type: "integer", nullable: false),
                    rating_count = table.Column<int>(type: "integer", nullable: false),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    position_latitude = table.Column<double>(type: "double precision", nullable: false),
                    position_longitude = table.Column<double>(type: "double precision", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vendors", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "items",
                schema: "carts",
                columns: table => new
                {
                    variant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cart_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    unit_price = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    is_saved = table.Column<bool>(type: "boolean", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_items", x => new { x.cart_id, x.variant_id });
                    table.ForeignKey(
                        name: "fk_items_carts_cart_id",
                        column: x => x.cart_id,
                        principalSchema: "carts",
                        principalTable: "carts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "marketing_decisions",
                schema: "notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_given = table.Column<bool>(type: "boolean", nullable: false),
                    text_version = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    place = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_marketing_decisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_marketing_decisions_marketing_consents_user_id",
                        column: x => x.user_id,
                        principalSchema: "notifications",
                        principalTable: "marketing_consents",
                        principalColumn: "user_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "history",
                schema: "orders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    who = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_history", x => x.id);
                    table.ForeignKey(
                        name: "fk_history_orders_order_id",
                        column: x => x.order_id,
                        principalSchema: "orders",
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "payments",
                schema: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    method = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    failure_reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    amount_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    amount_currency = table.Column<string>(type: "text", nullable: false),
                    captured_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    captured_currency = table.Column<string>(type: "text", nullable: false),
                    waived_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    waived_currency = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payments", x => x.id);
                    table.ForeignKey(
                        name: "fk_payments_orders_order_id",
                        column: x => x.order_id,
                        principalSchema: "orders",
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "outbox_failures",
                schema: "shared",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    first_failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    parked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_failures", x => x.id);
                    table.ForeignKey(
                        name: "fk_outbox_failures_outbox_message_id",
                        column: x => x.message_id,
                        principalSchema: "shared",
                        principalTable: "outbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "activities",
                schema: "people",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activities", x => x.id);
                    table.ForeignKey(
                        name: "fk_activities_profiles_user_id",
                        column: x => x.user_id,
                        principalSchema: "people",
                        principalTable: "profiles",
                        principalColumn: "user_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "blocks",
                schema: "people",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    blocked_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_blocks", x => new { x.user_id, x.blocked_id });
                    table.ForeignKey(
                        name: "fk_blocks_profiles_blocked_id",
                        column: x => x.blocked_id,
                        principalSchema: "people",
                        principalTable: "profiles",
                        principalColumn: "user_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "person_follows",
                schema: "people",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    followed_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_follows", x => new { x.user_id, x.followed_id });
                    table.ForeignKey(
                        name: "fk_person_follows_profiles_followed_id",
                        column: x => x.followed_id,
                        principalSchema: "people",
                        principalTable: "profiles",
                        principalColumn: "user_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "presence_leases",
                schema: "people",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    node = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_presence_leases", x => new { x.user_id, x.node });
                    table.ForeignKey(
                        name: "fk_presence_leases_profiles_user_id",
                        column: x => x.user_id,
                        principalSchema: "people",
                        principalTable: "profiles",
                        principalColumn: "user_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "availabilities",
                schema: "deliveries",
                columns: table => new
                {
                    rider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    times = table.Column<string>(type: "jsonb", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_availabilities", x => x.rider_id);
                    table.ForeignKey(
                        name: "fk_availabilities_riders_rider_id",
                        column: x => x.rider_id,
                        principalSchema: "deliveries",
                        principalTable: "riders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "deliveries",
                schema: "deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    vendor_hue = table.Column<int>(type: "integer", nullable: false),
                    lines = table.Column<string>(type: "jsonb", nullable: false),
                    metres = table.Column<double>(type: "double precision", nullable: false),
                    fee_explanation = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    pickup_code = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    pin = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    return_code = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ready_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_ready = table.Column<bool>(type: "boolean", nullable: false),
                    due_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    rider_id = table.Column<Guid>(type: "uuid", nullable: true),
                    rider_user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    rider_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    failure_reason = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    picked_up_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    wrong_codes = table.Column<int>(type: "integer", nullable: false),
                    wrong_codes_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_step_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    next_round_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cash_collected_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    cash_collected_currency = table.Column<string>(type: "text", nullable: false),
                    cash_to_collect_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    cash_to_collect_currency = table.Column<string>(type: "text", nullable: false),
                    fee_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    fee_currency = table.Column<string>(type: "text", nullable: false),
                    from_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    from_note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    from_phone = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    from_street = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    from_position_latitude = table.Column<double>(type: "double precision", nullable: false),
                    from_position_longitude = table.Column<double>(type: "double precision", nullable: false),
                    to_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    to_note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    to_phone = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    to_street = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    to_position_latitude = table.Column<double>(type: "double precision", nullable: false),
                    to_position_longitude = table.Column<double>(type: "double precision", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deliveries", x => x.id);
                    table.CheckConstraint("ck_deliveries_cash", "cash_to_collect_amount >= 0 and cash_collected_amount in (0, cash_to_collect_amount)");
                    table.CheckConstraint("ck_deliveries_delivered", "state <> 'Delivered' or (picked_up_at is not null and cash_collected_amount = cash_to_collect_amount)");
                    table.CheckConstraint("ck_deliveries_rider", "state not in ('Assigned', 'PickedUp', 'InTransit', 'Failed', 'Returning', 'Delivered', 'Returned', 'Lost') or rider_id is not null");
                    table.ForeignKey(
                        name: "fk_deliveries_riders_rider_id",
                        column: x => x.rider_id,
                        principalSchema: "deliveries",
                        principalTable: "riders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "rider_positions",
                schema: "deliveries",
                columns: table => new
                {
                    rider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    accuracy_metres = table.Column<double>(type: "double precision", nullable: true),
                    heading_degrees = table.Column<double>(type: "double precision", nullable: true),
                    metres_per_second = table.Column<double>(type: "double precision", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    position_latitude = table.Column<double>(type: "double precision", nullable: false),
                    position_longitude = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rider_positions", x => x.rider_id);
                    table.ForeignKey(
                        name: "fk_rider_positions_riders_rider_id",
                        column: x => x.rider_id,
                        principalSchema: "deliveries",
                        principalTable: "riders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shift_riders",
                schema: "deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    rider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_waiting = table.Column<bool>(type: "boolean", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reminded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    shift_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shift_riders", x => x.id);
                    table.ForeignKey(
                        name: "fk_shift_riders_riders_rider_id",
                        column: x => x.rider_id,
                        principalSchema: "deliveries",
                        principalTable: "riders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_shift_riders_shifts_shift_id",
                        column: x => x.shift_id,
                        principalSchema: "deliveries",
                        principalTable: "shifts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "versions",
                schema: "legal",
                columns: table => new
                {
                    number = table.Column<int>(type: "integer", nullable: false),
                    text_id = table.Column<Guid>(type: "uuid", nullable: false),
                    body = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    asks_everybody = table.Column<bool>(type: "boolean", nullable: false),
                    published_by = table.Column<Guid>(type: "uuid", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_versions", x => new { x.text_id, x.number });
                    table.ForeignKey(
                        name: "fk_versions_texts_text_id",
                        column: x => x.text_id,
                        principalSchema: "legal",
                        principalTable: "texts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                schema: "vendors",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    prefix = table.Column<string>(type: "character varying(11)", maxLength: 11, nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    scopes = table.Column<string[]>(type: "text[]", nullable: false),
                    made_by = table.Column<Guid>(type: "uuid", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    successor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    uses = table.Column<long>(type: "bigint", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                    table.ForeignKey(
                        name: "fk_api_keys_vendors_vendor_id",
                        column: x => x.vendor_id,
                        principalSchema: "vendors",
                        principalTable: "vendors",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "import_jobs",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    format = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    is_dry_run = table.Column<bool>(type: "boolean", nullable: false),
                    who = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    rows_read = table.Column<int>(type: "integer", nullable: false),
                    rows_total = table.Column<int>(type: "integer", nullable: false),
                    created = table.Column<int>(type: "integer", nullable: false),
                    updated = table.Column<int>(type: "integer", nullable: false),
                    unchanged = table.Column<int>(type: "integer", nullable: false),
                    notes = table.Column<string>(type: "jsonb", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_jobs", x => x.id);
                    table.ForeignKey(
                        name: "fk_import_jobs_vendors_vendor_id",
                        column: x => x.vendor_id,
                        principalSchema: "vendors",
                        principalTable: "vendors",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                schema: "vendors",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    invited_by = table.Column<Guid>(type: "uuid", nullable: false),
                    invited_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitations", x => x.id);
                    table.ForeignKey(
                        name: "fk_invitations_vendors_vendor_id",
                        column: x => x.vendor_id,
                        principalSchema: "vendors",
                        principalTable: "vendors",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "members",
                schema: "vendors",
                columns: table => new
                {
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    joined_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_members", x => new { x.vendor_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_members_vendors_vendor_id",
                        column: x => x.vendor_id,
                        principalSchema: "vendors",
                        principalTable: "vendors",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "products",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    slug = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    category_id = table.Column<Guid>(type: "uuid", nullable: true),
                    brand_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    is_hidden = table.Column<bool>(type: "boolean", nullable: false),
                    hidden_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    tax_class = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    options = table.Column<string>(type: "jsonb", nullable: false),
                    attributes = table.Column<string>(type: "jsonb", nullable: false),
                    tags = table.Column<string[]>(type: "text[]", nullable: false),
                    rating_sum = table.Column<int>(type: "integer", nullable: false),
                    rating_count = table.Column<int>(type: "integer", nullable: false),
                    sold_count = table.Column<int>(type: "integer", nullable: false),
                    price_to = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    compare_at_from = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    price_from_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    price_from_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_products", x => x.id);
                    table.ForeignKey(
                        name: "fk_products_brands_brand_id",
                        column: x => x.brand_id,
                        principalSchema: "catalog",
                        principalTable: "brands",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_products_categories_category_id",
                        column: x => x.category_id,
                        principalSchema: "catalog",
                        principalTable: "categories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_products_vendors_vendor_id",
                        column: x => x.vendor_id,
                        principalSchema: "vendors",
                        principalTable: "vendors",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "vendor_orders",
                schema: "orders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    vendor_slug = table.Column<string>(type: "character varying(140)", maxLength: 140, nullable: false),
                    vendor_hue = table.Column<int>(type: "integer", nullable: false),
                    vendor_street = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    method = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    commission_percent = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    distance_km = table.Column<double>(type: "double precision", nullable: true),
                    arrives_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    arrives_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answer_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ready_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancel_cause = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    cancel_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    pickup_code = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false),
                    pin = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false),
                    commission_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    commission_currency = table.Column<string>(type: "text", nullable: false),
                    delivery_fee_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    delivery_fee_currency = table.Column<string>(type: "text", nullable: false),
                    goods_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    goods_currency = table.Column<string>(type: "text", nullable: false),
                    platform_fee_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    platform_fee_currency = table.Column<string>(type: "text", nullable: false),
                    rider_fee_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    rider_fee_currency = table.Column<string>(type: "text", nullable: false),
                    tax_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    tax_currency = table.Column<string>(type: "text", nullable: false),
                    total_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    total_currency = table.Column<string>(type: "text", nullable: false),
                    vendor_position_latitude = table.Column<double>(type: "double precision", nullable: false),
                    vendor_position_longitude = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vendor_orders", x => x.id);
                    table.ForeignKey(
                        name: "fk_vendor_orders_orders_order_id",
                        column: x => x.order_id,
                        principalSchema: "orders",
                        principalTable: "orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_vendor_orders_vendors_vendor_id",
                        column: x => x.vendor_id,
                        principalSchema: "vendors",
                        principalTable: "vendors",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "attempts",
                schema: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    method = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    gateway_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    page_url = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    failure_reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attempts", x => x.id);
                    table.ForeignKey(
                        name: "fk_attempts_payments_payment_id",
                        column: x => x.payment_id,
                        principalSchema: "payments",
                        principalTable: "payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "refunds",
                schema: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_order_id = table.Column<Guid>(type: "uuid", nullable: true),
                    attempt = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    gateway_refund_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    amount_currency = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refunds", x => x.id);
                    table.ForeignKey(
                        name: "fk_refunds_payments_payment_id",
                        column: x => x.payment_id,
                        principalSchema: "payments",
                        principalTable: "payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "offers",
                schema: "deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    rider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rider_user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rider_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    metres_to_shop = table.Column<double>(type: "double precision", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answer = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offers", x => x.id);
                    table.CheckConstraint("ck_offers_answer", "(answer = 'Open') = (answered_at is null)");
                    table.ForeignKey(
                        name: "fk_offers_deliveries_delivery_id",
                        column: x => x.delivery_id,
                        principalSchema: "deliveries",
                        principalTable: "deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_offers_riders_rider_id",
                        column: x => x.rider_id,
                        principalSchema: "deliveries",
                        principalTable: "riders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "steps",
                schema: "deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    who = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_steps", x => x.id);
                    table.ForeignKey(
                        name: "fk_steps_deliveries_delivery_id",
                        column: x => x.delivery_id,
                        principalSchema: "deliveries",
                        principalTable: "deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "track_points",
                schema: "deliveries",
                columns: table => new
                {
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    rider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    accuracy_metres = table.Column<double>(type: "double precision", nullable: true),
                    heading_degrees = table.Column<double>(type: "double precision", nullable: true),
                    metres_per_second = table.Column<double>(type: "double precision", nullable: true),
                    position_latitude = table.Column<double>(type: "double precision", nullable: false),
                    position_longitude = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_track_points", x => new { x.delivery_id, x.at });
                    table.ForeignKey(
                        name: "fk_track_points_deliveries_delivery_id",
                        column: x => x.delivery_id,
                        principalSchema: "deliveries",
                        principalTable: "deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_track_points_riders_rider_id",
                        column: x => x.rider_id,
                        principalSchema: "deliveries",
                        principalTable: "riders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "product_images",
                schema: "catalog",
                columns: table => new
                {
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    media_id = table.Column<Guid>(type: "uuid", nullable: false),
                    alt = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_product_images", x => new { x.product_id, x.media_id });
                    table.ForeignKey(
                        name: "fk_product_images_products_product_id",
                        column: x => x.product_id,
                        principalSchema: "catalog",
                        principalTable: "products",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "product_videos",
                schema: "catalog",
                columns: table => new
                {
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    media_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    poster_id = table.Column<Guid>(type: "uuid", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_product_videos", x => new { x.product_id, x.media_id });
                    table.ForeignKey(
                        name: "fk_product_videos_products_product_id",
                        column: x => x.product_id,
                        principalSchema: "catalog",
                        principalTable: "products",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "variants",
                schema: "catalog",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    options = table.Column<string>(type: "jsonb", nullable: false),
                    compare_at = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    weight_in_grams = table.Column<int>(type: "integer", nullable: false),
                    image_id = table.Column<Guid>(type: "uuid", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false),
                    price_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    price_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_variants", x => x.id);
                    table.CheckConstraint("ck_variants_compare_at", "compare_at is null or compare_at > price_amount");
                    table.CheckConstraint("ck_variants_price", "price_amount > 0");
                    table.ForeignKey(
                        name: "fk_variants_products_product_id",
                        column: x => x.product_id,
                        principalSchema: "catalog",
                        principalTable: "products",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lines",
                schema: "orders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    variant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    product_slug = table.Column<string>(type: "character varying(240)", maxLength: 240, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    variant_text = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    image_id = table.Column<Guid>(type: "uuid", nullable: true),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    tax_rate = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    tax_region = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    stars = table.Column<int>(type: "integer", nullable: true),
                    vendor_order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tax_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    tax_currency = table.Column<string>(type: "text", nullable: false),
                    total_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    total_currency = table.Column<string>(type: "text", nullable: false),
                    unit_price_amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    unit_price_currency = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lines", x => x.id);
                    table.ForeignKey(
                        name: "fk_lines_vendor_orders_vendor_order_id",
                        column: x => x.vendor_order_id,
                        principalSchema: "orders",
                        principalTable: "vendor_orders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "restock_alerts",
                schema: "notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    variant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_restock_alerts", x => x.id);
                    table.CheckConstraint("ck_restock_alerts_who", "(user_id is null) <> (email is null)");
                    table.ForeignKey(
                        name: "fk_restock_alerts_variants_variant_id",
                        column: x => x.variant_id,
                        principalSchema: "catalog",
                        principalTable: "variants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "stock_items",
                schema: "inventory",
                columns: table => new
                {
                    variant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on_hand = table.Column<int>(type: "integer", nullable: false),
                    reserved = table.Column<int>(type: "integer", nullable: false),
                    low_stock_at = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stock_items", x => x.variant_id);
                    table.ForeignKey(
                        name: "fk_stock_items_variants_variant_id",
                        column: x => x.variant_id,
                        principalSchema: "catalog",
                        principalTable: "variants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_activities_at",
                schema: "people",
                table: "activities",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_activities_user_id_kind_vendor_id",
                schema: "people",
                table: "activities",
                columns: new[] { "user_id", "kind", "vendor_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_addresses_default",
                schema: "orders",
                table: "addresses",
                column: "user_id",
                unique: true,
                filter: "is_default");

            migrationBuilder.CreateIndex(
                name: "ix_agreements_user_id_version",
                schema: "legal",
                table: "agreements",
                columns: new[] { "user_id", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_hash",
                schema: "vendors",
                table: "api_keys",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_vendor_id_made_at",
                schema: "vendors",
                table: "api_keys",
                columns: new[] { "vendor_id", "made_at" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_submitted_at",
                schema: "partners",
                table: "applications",
                column: "submitted_at");

            migrationBuilder.CreateIndex(
                name: "ix_applications_user_id_submitted_at",
                schema: "partners",
                table: "applications",
                columns: new[] { "user_id", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "ux_applications_waiting",
                schema: "partners",
                table: "applications",
                columns: new[] { "user_id", "role" },
                unique: true,
                filter: "state = 'Submitted'");

            migrationBuilder.CreateIndex(
                name: "ix_attempts_gateway_id",
                schema: "payments",
                table: "attempts",
                column: "gateway_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_attempts_payment_id",
                schema: "payments",
                table: "attempts",
                column: "payment_id");

            migrationBuilder.CreateIndex(
                name: "ix_blocks_blocked_id",
                schema: "people",
                table: "blocks",
                column: "blocked_id");

            migrationBuilder.CreateIndex(
                name: "ix_brands_slug",
                schema: "catalog",
                table: "brands",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_carts_expires_at",
                schema: "carts",
                table: "carts",
                column: "expires_at",
                filter: "expires_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_carts_token_hash",
                schema: "carts",
                table: "carts",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_carts_user_id",
                schema: "carts",
                table: "carts",
                column: "user_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_categories_parent_id",
                schema: "catalog",
                table: "categories",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_categories_slug",
                schema: "catalog",
                table: "categories",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_data_copies_expires_at",
                schema: "people",
                table: "data_copies",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_deletions_due_at",
                schema: "people",
                table: "deletions",
                column: "due_at",
                filter: "state = 'Asked'");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_created_at",
                schema: "deliveries",
                table: "deliveries",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_next_step",
                schema: "deliveries",
                table: "deliveries",
                column: "next_step_at",
                filter: "state in ('Searching', 'Offered')");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_number",
                schema: "deliveries",
                table: "deliveries",
                column: "number");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_order_id",
                schema: "deliveries",
                table: "deliveries",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_rider_id_ended_at",
                schema: "deliveries",
                table: "deliveries",
                columns: new[] { "rider_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_vendor_order_id",
                schema: "deliveries",
                table: "deliveries",
                column: "vendor_order_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_deliveries_rider_id_active",
                schema: "deliveries",
                table: "deliveries",
                column: "rider_id",
                unique: true,
                filter: "state in ('Assigned', 'PickedUp', 'InTransit', 'Failed', 'Returning')");

            migrationBuilder.CreateIndex(
                name: "ix_history_order_id",
                schema: "orders",
                table: "history",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "ix_history_vendor_order_id",
                schema: "orders",
                table: "history",
                column: "vendor_order_id");

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_caller_key",
                schema: "shared",
                table: "idempotency_keys",
                columns: new[] { "caller", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_started_at",
                schema: "shared",
                table: "idempotency_keys",
                column: "started_at");

            migrationBuilder.CreateIndex(
                name: "uq_import_jobs_running",
                schema: "catalog",
                table: "import_jobs",
                column: "vendor_id",
                unique: true,
                filter: "state = 'Running'");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_handled_at",
                schema: "shared",
                table: "inbox",
                column: "handled_at");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_email",
                schema: "vendors",
                table: "invitations",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_key_hash",
                schema: "vendors",
                table: "invitations",
                column: "key_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invitations_open",
                schema: "vendors",
                table: "invitations",
                columns: new[] { "vendor_id", "email" },
                unique: true,
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_lines_product_id",
                schema: "orders",
                table: "lines",
                column: "product_id");

            migrationBuilder.CreateIndex(
                name: "ix_lines_vendor_order_id",
                schema: "orders",
                table: "lines",
                column: "vendor_order_id");

            migrationBuilder.CreateIndex(
                name: "ix_mails_cause_recipient",
                schema: "notifications",
                table: "mails",
                columns: new[] { "cause", "recipient" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_mails_queued_at",
                schema: "notifications",
                table: "mails",
                column: "queued_at");

            migrationBuilder.CreateIndex(
                name: "ix_marketing_consents_told_until",
                schema: "notifications",
                table: "marketing_consents",
                column: "told_until",
                filter: "is_given");

            migrationBuilder.CreateIndex(
                name: "ix_marketing_decisions_user_id",
                schema: "notifications",
                table: "marketing_decisions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_members_user_id",
                schema: "vendors",
                table: "members",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_movements_variant_id_id",
                schema: "inventory",
                table: "movements",
                columns: new[] { "variant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_notifications_unread",
                schema: "notifications",
                table: "notifications",
                column: "user_id",
                filter: "read_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_user_id_at",
                schema: "notifications",
                table: "notifications",
                columns: new[] { "user_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_offers_delivery_id_rider_id_round",
                schema: "deliveries",
                table: "offers",
                columns: new[] { "delivery_id", "rider_id", "round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_offers_delivery_id_accepted",
                schema: "deliveries",
                table: "offers",
                column: "delivery_id",
                unique: true,
                filter: "answer = 'Accepted'");

            migrationBuilder.CreateIndex(
                name: "ux_offers_rider_id_open",
                schema: "deliveries",
                table: "offers",
                column: "rider_id",
                unique: true,
                filter: "answer = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_orders_customer_id_placed_at",
                schema: "orders",
                table: "orders",
                columns: new[] { "customer_id", "placed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_orders_number",
                schema: "orders",
                table: "orders",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_orders_pay_by",
                schema: "orders",
                table: "orders",
                column: "pay_by",
                filter: "pay_by is not null");

            migrationBuilder.CreateIndex(
                name: "ix_orders_placed_at",
                schema: "orders",
                table: "orders",
                column: "placed_at");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_waiting",
                schema: "shared",
                table: "outbox",
                column: "position",
                filter: "delivered_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_waiting_stream",
                schema: "shared",
                table: "outbox",
                columns: new[] { "stream_id", "position" },
                filter: "delivered_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_failures_first_failed_at",
                schema: "shared",
                table: "outbox_failures",
                column: "first_failed_at");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_failures_message_id_consumer",
                schema: "shared",
                table: "outbox_failures",
                columns: new[] { "message_id", "consumer" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_partners_role_slug",
                schema: "partners",
                table: "partners",
                columns: new[] { "role", "slug" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_partners_user_id_role",
                schema: "partners",
                table: "partners",
                columns: new[] { "user_id", "role" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payments_order_id",
                schema: "payments",
                table: "payments",
                column: "order_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_person_follows_followed_id",
                schema: "people",
                table: "person_follows",
                column: "followed_id");

            migrationBuilder.CreateIndex(
                name: "ix_presence_leases_expires_at",
                schema: "people",
                table: "presence_leases",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_product_images_media_id",
                schema: "catalog",
                table: "product_images",
                column: "media_id");

            migrationBuilder.CreateIndex(
                name: "ix_product_videos_media_id",
                schema: "catalog",
                table: "product_videos",
                column: "media_id");

            migrationBuilder.CreateIndex(
                name: "ix_product_videos_poster_id",
                schema: "catalog",
                table: "product_videos",
                column: "poster_id");

            migrationBuilder.CreateIndex(
                name: "ix_products_brand_id",
                schema: "catalog",
                table: "products",
                column: "brand_id");

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id",
                schema: "catalog",
                table: "products",
                column: "category_id");

            migrationBuilder.CreateIndex(
                name: "ix_products_slug",
                schema: "catalog",
                table: "products",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_products_vendor_id_published_at",
                schema: "catalog",
                table: "products",
                columns: new[] { "vendor_id", "published_at" });

            migrationBuilder.CreateIndex(
                name: "ix_products_vendor_id_updated_at",
                schema: "catalog",
                table: "products",
                columns: new[] { "vendor_id", "updated_at" });

            migrationBuilder.CreateIndex(
                name: "ix_profiles_username_key",
                schema: "people",
                table: "profiles",
                column: "username_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_refunds_attempt",
                schema: "payments",
                table: "refunds",
                column: "attempt",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_refunds_payment_id",
                schema: "payments",
                table: "refunds",
                column: "payment_id");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_vendor_order_id",
                schema: "payments",
                table: "refunds",
                column: "vendor_order_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reservations_deadline",
                schema: "inventory",
                table: "reservations",
                column: "deadline",
                filter: "state = 'Open' and deadline is not null");

            migrationBuilder.CreateIndex(
                name: "ix_reservations_variant_id",
                schema: "inventory",
                table: "reservations",
                column: "variant_id",
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_restock_alerts_asked_at",
                schema: "notifications",
                table: "restock_alerts",
                column: "asked_at");

            migrationBuilder.CreateIndex(
                name: "ix_restock_alerts_email",
                schema: "notifications",
                table: "restock_alerts",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_restock_alerts_user_id",
                schema: "notifications",
                table: "restock_alerts",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_restock_alerts_variant_id_email",
                schema: "notifications",
                table: "restock_alerts",
                columns: new[] { "variant_id", "email" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_restock_alerts_variant_id_user_id",
                schema: "notifications",
                table: "restock_alerts",
                columns: new[] { "variant_id", "user_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_riders_user_id",
                schema: "deliveries",
                table: "riders",
                column: "user_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_shift_riders_ends_at",
                schema: "deliveries",
                table: "shift_riders",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "ix_shift_riders_rider_id_ends_at",
                schema: "deliveries",
                table: "shift_riders",
                columns: new[] { "rider_id", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "ix_shift_riders_shift_id_rider_id",
                schema: "deliveries",
                table: "shift_riders",
                columns: new[] { "shift_id", "rider_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_shifts_starts_at",
                schema: "deliveries",
                table: "shifts",
                column: "starts_at");

            migrationBuilder.CreateIndex(
                name: "ix_shop_follows_vendor_id",
                schema: "people",
                table: "shop_follows",
                column: "vendor_id");

            migrationBuilder.CreateIndex(
                name: "ix_steps_delivery_id",
                schema: "deliveries",
                table: "steps",
                column: "delivery_id");

            migrationBuilder.CreateIndex(
                name: "ix_stock_items_vendor_id",
                schema: "inventory",
                table: "stock_items",
                column: "vendor_id");

            migrationBuilder.CreateIndex(
                name: "ix_texts_kind",
                schema: "legal",
                table: "texts",
                column: "kind",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_track_points_at",
                schema: "deliveries",
                table: "track_points",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_track_points_rider_id",
                schema: "deliveries",
                table: "track_points",
                column: "rider_id");

            migrationBuilder.CreateIndex(
                name: "ix_variants_product_id",
                schema: "catalog",
                table: "variants",
                column: "product_id");

            migrationBuilder.CreateIndex(
                name: "ix_vendor_orders_answer_by",
                schema: "orders",
                table: "vendor_orders",
                column: "answer_by",
                filter: "answer_by is not null");

            migrationBuilder.CreateIndex(
                name: "ix_vendor_orders_order_id",
                schema: "orders",
                table: "vendor_orders",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "ix_vendor_orders_vendor_id_ended_at",
                schema: "orders",
                table: "vendor_orders",
                columns: new[] { "vendor_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "ix_vendor_orders_vendor_id_state",
                schema: "orders",
                table: "vendor_orders",
                columns: new[] { "vendor_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_vendors_slug",
                schema: "vendors",
                table: "vendors",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_vendors_state",
                schema: "vendors",
                table: "vendors",
                column: "state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "activities",
                schema: "people");

            migrationBuilder.DropTable(
                name: "addresses",
                schema: "orders");

            migrationBuilder.DropTable(
                name: "agreements",
                schema: "legal");

            migrationBuilder.DropTable(
                name: "api_keys",
                schema: "vendors");

            migrationBuilder.DropTable(
                name: "applications",
                schema: "partners");

            migrationBuilder.DropTable(
                name: "attempts",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "availabilities",
                schema: "deliveries");

            migrationBuilder.DropTable(
                name: "blocks",
                schema: "people");

            migrationBuilder.DropTable(
                name: "choices",
                schema: "notifications");

            migrationBuilder.DropTable(
                name: "data_copies",
                schema: "people");

            migrationBuilder.DropTable(
                name: "data_protection_keys",
                schema: "shared");

            migrationBuilder.DropTable(
                name: "deletions",
                schema: "people");

            migrationBuilder.DropTable(
                name: "history",
                schema: "orders");

            migrationBuilder.DropTable(
                name: "idempotency_keys",
                schema: "shared");

            migrationBuilder.DropTable(
                name: "import_jobs",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "inbox",
                schema: "shared");

            migrationBuilder.DropTable(
                name: "invitations",
                schema: "vendors");

            migrationBuilder.DropTable(
                name: "items",
                schema: "carts");

            migrationBuilder.DropTable(
                name: "lines",
                schema: "orders");

            migrationBuilder.DropTable(
                name: "mails",
                schema: "notifications");

            migrationBuilder.DropTable(
                name: "marketing_decisions",
                schema: "notifications");

            migrationBuilder.DropTable(
                name: "members",
                schema: "vendors");

            migrationBuilder.DropTable(
                name: "movements",
                schema: "inventory");

            migrationBuilder.DropTable(
                name: "notifications",
                schema: "notifications");

            migrationBuilder.DropTable(
                name: "offers",
                schema: "deliveries");

            migrationBuilder.DropTable(
                name: "outbox_failures",
                schema: "shared");

            migrationBuilder.DropTable(
                name: "partners",
                schema: "partners");

            migrationBuilder.DropTable(
                name: "person_follows",
                schema: "people");

            migrationBuilder.DropTable(
                name: "presence_leases",
                schema: "people");

            migrationBuilder.DropTable(
                name: "presences",
                schema: "people");

            migrationBuilder.DropTable(
                name: "product_images",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "product_videos",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "refunds",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "reservations",
                schema: "inventory");

            migrationBuilder.DropTable(
                name: "restock_alerts",
                schema: "notifications");

            migrationBuilder.DropTable(
                name: "rider_positions",
                schema: "deliveries");

            migrationBuilder.DropTable(
                name: "settings",
                schema: "shared");

            migrationBuilder.DropTable(
                name: "shift_riders",
                schema: "deliveries");

            migrationBuilder.DropTable(
                name: "shop_follows",
                schema: "people");

            migrationBuilder.DropTable(
                name: "steps",
                schema: "deliveries");

            migrationBuilder.DropTable(
                name: "stock_items",
                schema: "inventory");

            migrationBuilder.DropTable(
                name: "track_points",
                schema: "deliveries");

            migrationBuilder.DropTable(
                name: "versions",
                schema: "legal");

            migrationBuilder.DropTable(
                name: "carts",
                schema: "carts");

            migrationBuilder.DropTable(
                name: "vendor_orders",
                schema: "orders");

            migrationBuilder.DropTable(
                name: "marketing_consents",
                schema: "notifications");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "shared");

            migrationBuilder.DropTable(
                name: "profiles",
                schema: "people");

            migrationBuilder.DropTable(
                name: "payments",
                schema: "payments");

            migrationBuilder.DropTable(
                name: "shifts",
                schema: "deliveries");

            migrationBuilder.DropTable(
                name: "variants",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "deliveries",
                schema: "deliveries");

            migrationBuilder.DropTable(
                name: "texts",
                schema: "legal");

            migrationBuilder.DropTable(
                name: "orders",
                schema: "orders");

            migrationBuilder.DropTable(
                name: "products",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "riders",
                schema: "deliveries");

            migrationBuilder.DropTable(
                name: "brands",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "categories",
                schema: "catalog");

            migrationBuilder.DropTable(
                name: "vendors",
                schema: "vendors");
        }
    }
}
