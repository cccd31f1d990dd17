using System.Net.Http.Json;
using Marketplace.Application.Identity;
using Marketplace.BlazorShared.Hosting;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>The API host as strangers meet it: real access tokens, checked against published keys, and no worker that changes things meanwhile.</summary>
public sealed class GuardedApp : MarketplaceApp
{
    private const string Issuer = "http://localhost:5001";
    private readonly SigningKey _key = SigningKey.Create(JwsAlgorithm.ES256);

    /// <summary>Somebody whom the identity server knows.</summary>
    public const string KnownEmail = "known@example.org";

    /// <summary>On a real socket, so that the server's own limits and headers are there too.</summary>
    public GuardedApp() => UseKestrel(0);

    /// <summary>One for all: it keeps no cookies, and each request says itself who asks.</summary>
    public HttpClient Http { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Http = CreateClient(new() { BaseAddress = ClientOptions.BaseAddress, HandleCookies = false, AllowAutoRedirect = false });
        await using var db = OpenDb();
        await db.Database.ExecuteAsync(
            $"""
            CREATE SCHEMA identity;
            CREATE TABLE identity.user_directory (id uuid, email text, full_name text, phone text, roles text[], created_at timestamptz, locked_until timestamptz, last_sign_in_at timestamptz);
            CREATE TABLE identity.confirmed_addresses (user_id uuid, email text);
            CREATE TABLE identity.clients (id text PRIMARY KEY);
            CREATE TABLE identity.client_days (client_id text REFERENCES identity.clients, day date, calls bigint NOT NULL DEFAULT 0, PRIMARY KEY (client_id, day));
            CREATE TABLE identity.revoked_grants (grant_id uuid, at timestamptz DEFAULT clock_timestamp());
            INSERT INTO identity.user_directory VALUES ('{Guid.CreateVersion7()}', '{KnownEmail}', 'Known', null, array['customer'], now(), null, null)
            """);
    }

    /// <summary>An access token as the identity server signs it, with one thing changed where a test wants that.</summary>
    public string Token(
        string subject, string? role = null, string client = "store", string scope = "openid marketplace", string audience = "marketplace-api", TimeSpan? endsIn = null, Guid? grant = null,
        TimeSpan? signedInFor = null, string method = "pwd otp mfa", string? actor = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        return JwsSigner.Sign(_key, TokenTypes.AccessToken, claims =>
        {
            claims.WriteString("iss", Issuer);
            claims.WriteString("aud", audience);
            claims.WriteString(BearerClaims.Subject, subject);
            claims.WriteString(BearerClaims.ClientId, client);
            claims.WriteString(BearerClaims.Scope, scope);
            claims.WriteString(BearerClaims.Name, "Somebody");
            claims.WriteNumber("iat", now.AddMinutes(-20).ToUnixTimeSeconds());
            claims.WriteNumber("exp", (now + (endsIn ?? TimeSpan.FromMinutes(10))).ToUnixTimeSeconds());
            claims.WriteNumber(BearerClaims.SignedInAt, (now - (signedInFor ?? TimeSpan.FromMinutes(1))).ToUnixTimeSeconds());
            claims.WriteStartArray(BearerClaims.Methods);
            foreach (var part in method.Split(' '))
            {
                claims.WriteStringValue(part);
            }

            claims.WriteEndArray();
            claims.WriteString("jti", Guid.CreateVersion7().ToString());
            claims.WriteString(BearerClaims.Grant, grant ?? Guid.CreateVersion7());
            if (actor is not null)
            {
                claims.WriteStartObject(BearerClaims.Actor);
                claims.WriteString(BearerClaims.Subject, actor);
                claims.WriteEndObject();
            }

            if (role is not null)
            {
                claims.WriteStartArray(BearerClaims.Role);
                claims.WriteStringValue(role);
                claims.WriteEndArray();
            }
        });
    }

    /// <summary>Lets the identity server know somebody.</summary>
    public async Task KnowAsync(UserId user, string role)
    {
        await using var db = OpenDb();
        await db.Database.ExecuteSqlAsync($"insert into identity.user_directory (id, email, full_name, roles, created_at) values ({user.Value}, {$"{user.Value:N}@example.org"}, 'Somebody', array[{role}], now())");
    }

    /// <param name="actor">Who acts in the user's place.</param>
    public HttpClient As(UserId user, string? role = null, UserId? actor = null)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new(BearerHandler.SchemeName, Token(user.Value.ToString(), role, actor: actor?.Value.ToString()));
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(new LogCollector(Logs)).AddFilter<LogCollector>((category, _) => category == SecurityLog.Category));
        builder.ConfigureTestServices(services =>
        {
            services.PostConfigure<AuthenticationOptions>(options => options.DefaultScheme = BearerHandler.SchemeName);
            services.AddHttpClient("identity-keys").ConfigurePrimaryHttpMessageHandler(() => new Published(_key));
            services.AddSingleton<IAccountAdministration, KnownAccounts>();
            foreach (var worker in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Name != "GenericWebHostService").ToList())
            {
                services.Remove(worker); // nothing moves unless a request moves it
            }
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _key.Dispose();
    }

    private sealed class Published(SigningKey key) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = JsonContent.Create(new JwkSet([key.PublicJwk])) });
    }
}

[CollectionDefinition(nameof(GuardedApp))]
public sealed class GuardedAppDefinition : ICollectionFixture<GuardedApp>;
