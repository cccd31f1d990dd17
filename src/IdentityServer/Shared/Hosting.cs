using Marketplace.BlazorShared.Design;
using Marketplace.BlazorShared.Hosting;
using Marketplace.BlazorShared.SignIn;
using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.Actings;
using Marketplace.IdentityServer.Administration;
using Marketplace.IdentityServer.Clients;
using Marketplace.IdentityServer.Consents;
using Marketplace.IdentityServer.Entrance;
using Marketplace.IdentityServer.ExternalSignIns;
using Marketplace.IdentityServer.Keys;
using Marketplace.IdentityServer.Legal;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Pages;
using Marketplace.IdentityServer.Passkeys;
using Marketplace.IdentityServer.People;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.SecondFactors;
using Marketplace.IdentityServer.Sessions;
using Marketplace.Infrastructure.Media;
using Marketplace.Infrastructure.Shared;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.IdentityServer.Shared;

internal static class Hosting
{
    public static void AddIdentityServer(this WebApplicationBuilder builder)
    {
        builder.RefuseUnsafeSettings("Urls:Identity");
        builder.Logging.ClearProviders().AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "O";
            json.IncludeScopes = true;
        });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Parameters.MaxBody;
            kestrel.Limits.MaxRequestLineSize = 24 * 1024; // an authorization request with an id_token_hint
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        var connectionString = builder.Configuration.GetConnectionString("Marketplace")
            ?? throw new InvalidOperationException("ConnectionStrings:Marketplace is missing in the configuration.");
        var services = builder.Services;
        AddOptions(services);
        services.AddTrustedProxies();
        services.AddDraining();
        services.AddTelemetry(builder.Configuration, "marketplace-identity");
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SecurityLog>();
        // What the connection string leaves open: planning costs more than running most statements, and nothing resets a session, because none of ours changes one.
        services.AddSingleton(NpgsqlDataSource.Create($"Max Auto Prepare=100;Auto Prepare Min Usages=2;No Reset On Close=true;{connectionString}"));
        services.AddDbContext<IdentityDb>(
            (provider, db) => db.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()).AddInterceptors(new FinishedCommit()), optionsLifetime: ServiceLifetime.Singleton);
        services.AddSharedDataProtection("marketplace.identity", connectionString).WrapKeys(builder.Configuration).SetDefaultKeyLifetime(TimeSpan.FromDays(90));
        services.AddHttpContextAccessor();
        services.AddRazorComponents();
        services.AddCors(cors => cors.AddPolicy(Discovery.AnyOriginPolicy, policy => policy.AllowAnyOrigin().WithMethods("GET")));
        services.AddSingleton<ICorsPolicyProvider, BrowserClientCors>();
        var https = builder.Configuration["Urls:Identity"]?.StartsWith("https://", StringComparison.Ordinal) ?? false;
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = https ? "__Host-identity-form" : "marketplace.identity.form";
            antiforgery.Cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            antiforgery.Cookie.Path = "/";
            antiforgery.SuppressXFrameOptionsHeader = true; // SecurityHeaders sends a stricter one
        });
        services.AddGoogleSignIn(builder.Configuration, https);
        AddFeatures(services, connectionString);
    }

    public static void UseIdentityServer(this WebApplication app)
    {
        Words.UsePlace(app.Configuration);
        app.UseForwardedHeaders();
        app.UseSecurityHeaders(app.Configuration["Urls:Identity"]?.StartsWith("https://", StringComparison.Ordinal) ?? false);
        app.UseExceptionHandler(errors => errors.Run(AnswerFailureAsync));
        app.UseStatusCodePages(context => AnswerStatusAsync(context.HttpContext));
        app.UseRouting();
        app.UseCors();
        if (app.Services.GetRequiredService<IOptions<GoogleOptions>>().Value.IsOffered)
        {
            app.UseAuthentication(); // takes people back from Google
        }

        app.UseAntiforgery();
        app.MapHealth();
        app.MapDiscovery();
        app.MapAuthorize();
        app.MapPush();
        app.MapToken();
        app.MapUserInfo();
        app.MapIntrospection();
        app.MapEndSession();
        app.MapAccounts();
        app.MapRegister();
        app.MapForgotten();
        app.MapSecurity();
        app.MapConsents();
        app.MapSignInCode();
        app.MapConfirm();
        app.MapSecondFactor();
        app.MapDeveloper();
        app.MapAppLogos();
        app.MapAppReviews();
        app.MapPasskeys();
        app.MapEntrance();
        app.MapPhones();
        app.MapUndo();
        app.MapInvited();
        app.MapExternalSignIn();
        app.MapManage();
        app.MapActing();
        app.MapProfile();
        app.MapPreferences();
        app.MapNotifications();
        app.MapFollowing();
        app.MapActivity();
        app.MapPrivacy();
        app.MapTerms();
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<UrlOptions>().BindConfiguration(UrlOptions.Section).ValidateDataAnnotations()
            .Validate(u => !u.Identity.EndsWith('/') && !u.Store.EndsWith('/') && !u.Portal.EndsWith('/') && !u.Api.EndsWith('/'), "The addresses under Urls have no slash at the end.")
            .ValidateOnStart();
        services.AddOptions<TokenOptions>().BindConfiguration(TokenOptions.Section).ValidateDataAnnotations()
            .Validate(t => t.CodeLife <= TimeSpan.FromMinutes(1), "Tokens:CodeLife is at most a minute.")
            .Validate(t => t.AccessTokenLife <= TimeSpan.FromMinutes(15), "Tokens:AccessTokenLife is at most 15 minutes.")
            .Validate(t => t.RefreshLeeway <= TimeSpan.FromSeconds(10), "Tokens:RefreshLeeway is at most 10 seconds.")
            .ValidateOnStart();
        services.AddOptions<KeyOptions>().BindConfiguration(KeyOptions.Section)
            .Validate(k => k.PublishAhead > k.Reload && k.RotateAfter > k.PublishAhead, "Keys must be published ahead of their use.")
            .ValidateOnStart();
        services.AddOptions<SecondFactorOptions>().BindConfiguration(SecondFactorOptions.Section);
        services.AddOptions<SmsOptions>().BindConfiguration(SmsOptions.Section);
        services.AddOptions<OutboundOptions>().BindConfiguration(OutboundOptions.Section);
        services.AddOptions<MediaOptions>().BindConfiguration(MediaOptions.Section);
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section);
        UseStrongHashes(services);
    }

    /// <summary>PBKDF2 with HMAC-SHA512, as often as OWASP asks for.</summary>
    internal static void UseStrongHashes(IServiceCollection services) =>
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);

    private static void AddFeatures(IServiceCollection services, string connectionString)
    {
        services.AddSingleton<KeyRing>();
        services.AddSingleton<PasswordRules>();
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<NobodysPassword>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddScoped(p => new SchemaUpgrade(connectionString, p.GetRequiredService<ILogger<SchemaUpgrade>>()));
        services.AddScoped(p => ActivatorUtilities.CreateInstance<SeedDemoUsers>(p, connectionString));
        services.AddScoped<ClientSeed>();
        services.AddScoped<SeedDemoApps>();
        services.AddScoped<AppChanges>();
        services.AddScoped<MyApps>();
        services.AddScoped<AppSecrets>();
        services.AddScoped<AppLogos>();
        services.AddSingleton<LogoPainter>();
        services.AddSingleton<Thumbnails>();
        services.AddScoped<AppReviews>();
        services.AddScoped<ClientAuthenticator>();
        services.AddScoped<Throttle>();
        services.AddScoped<BrowserSession>();
        services.AddScoped<SignIns>();
        services.AddScoped<KnownDevices>();
        services.AddScoped<AccountLookup>();
        services.AddScoped<SignInUser>();
        services.AddScoped<NewAccounts>();
        services.AddScoped<TermsBook>();
        services.AddScoped<AccountKeys>();
        services.AddScoped<AddressUndo>();
        services.AddScoped<Invitations>();
        services.AddScoped<PendingRegistrations>();
        services.AddScoped<RegisterUser>();
        services.AddScoped<SmsLimits>();
        services.AddScoped<ChangePhone>();
        services.AddScoped<ProvenAddress>();
        services.AddScoped<EnterByCode>();
        services.AddScoped<OpenAccount>();
        services.AddScoped<ExternalSignIn>();
        services.AddScoped<ChangePassword>();
        services.AddScoped<AddressCodes>();
        services.AddScoped<ResetPassword>();
        services.AddScoped<ChangeEmail>();
        services.AddScoped<UserEvents>();
        services.AddScoped<AuditLog>();
        services.AddScoped<ActingBook>();
        services.AddScoped<AccountChanges>();
        services.AddScoped<AdministerAccount>();
        services.AddScoped<InviteToAccount>();
        services.AddScoped<CorrectAccount>();
        services.AddScoped<MakeAdmin>();
        services.AddScoped<ChangeName>();
        services.AddScoped<SecondFactor>();
        services.AddScoped<SecondFactorDuty>();
        services.AddScoped<RecoveryCodes>();
        services.AddScoped<HalfSignIn>();
        services.AddScoped<ChangeSecondFactor>();
        services.AddScoped<FinishSignIn>();
        services.AddScoped<Challenges>();
        services.AddScoped<PasskeyBook>();
        AddPasskeys(services);
        services.AddScoped<Grants>();
        services.AddScoped<TokenIssuer>();
        services.AddScoped<ShownProfiles>();
        services.AddScoped<AccessTokenReader>();
        services.AddScoped<PushedRequests>();
        services.AddScoped<CodeExchange>();
        services.AddScoped<RefreshExchange>();
        services.AddScoped<ClientGrant>();
        services.AddScoped<SignInDemand>();
        services.AddScoped<AuthorizeAnswers>();
        services.AddScoped<Authorizer>();
        services.AddScoped<ConsentBook>();
        services.AddScoped<ConsentTickets>();
        services.AddScoped<ConsentPage>();
        services.AddScoped<IntrospectionEndpoints.TokenStatus>();
        services.AddScoped<EndSessionEndpoint.Handler>();
        AddMarketplace(services);
        services.AddHostedService<Housekeeping>();
        services.AddSingleton<OutboundGuard>();
        services.AddSingleton<ClientUse>().AddHostedService(provider => provider.GetRequiredService<ClientUse>());
        services.AddScoped<LogoutMessages>();
        services.AddHostedService<LogoutDelivery>();
        services.AddScoped<CallLimits>();
    }

    /// <summary>The marketplace's API, for the parts of the account that live there.</summary>
    private static void AddMarketplace(IServiceCollection services)
    {
        services.AddScoped<AccountApi>();
        services.AddScoped<FirstLook>();
        services.AddScoped<FirstSteps>();
        services.AddHttpClient(AccountApi.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        });
        services.AddLogging(logging => logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning));
    }

    /// <summary>The framework's WebAuthn. It only reads users; what it finds, the passkey book writes.</summary>
    private static void AddPasskeys(IServiceCollection services)
    {
        services.AddIdentityCore<User>();
        services.AddScoped<IUserStore<User>, UserStore<User, Role, IdentityDb, Guid>>();
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<UrlOptions>>((passkeys, urls) =>
        {
            var identity = new Uri(urls.Value.Identity);
            passkeys.ServerDomain = identity.Host;
            passkeys.UserVerificationRequirement = "required"; // so that a passkey is two factors: the device, and the finger or PIN that opens it
            passkeys.ResidentKeyRequirement = "required"; // so that nobody has to type an address
            passkeys.AttestationConveyancePreference = "none";
            passkeys.ValidateOrigin = origin => ValueTask.FromResult(!origin.CrossOrigin && origin.Origin == identity.GetLeftPart(UriPartial.Authority));
        });
    }

    private static Task AnswerFailureAsync(HttpContext http)
    {
        http.Response.StatusCode = http.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } or { InnerException: PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } } =>
                StatusCodes.Status400BadRequest, // a NUL, which only somebody who tries things out sends
            NpgsqlException or { InnerException: NpgsqlException } => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        if (http.Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "5";
        }

        return AnswerStatusAsync(http);
    }

    /// <summary>Machines get the OAuth form of an error, people a page.</summary>
    private static Task AnswerStatusAsync(HttpContext http)
    {
        var status = http.Response.StatusCode;
        var isForMachines = http.Request.Path.StartsWithSegments("/connect", out var rest) && rest != "/authorize" && rest != "/endsession";
        var result = isForMachines || !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? OAuthResults.Error(status >= 500 ? "server_error" : OAuthErrors.InvalidRequest, "The request could not be answered.", status)
            : ErrorPage.Result(http, status, status switch
            {
                404 => "There is no such page.",
                503 => "We cannot reach our database right now. Try again in a moment.",
                >= 500 => "Something broke on our side.",
                _ => "The request could not be read.",
            });
        return result.ExecuteAsync(http);
    }
}
