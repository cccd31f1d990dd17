using Marketplace.IdentityServer.Tests.SecondFactors;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.Clients;

/// <summary>An application with its developer, an administrator with a second step who reviews, and a person who uses it.</summary>
public abstract class AppInUseTests(IdentityApp app) : IAsyncLifetime
{
    private protected IdentityApp App => app;
    private protected Developer Maker { get; } = new(app);
    private protected Developer Admin { get; } = new(app);
    private protected Browser Person { get; } = new();
    private protected OtherApp Other { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await app.CreateOutboxAsync();
        await Maker.RegisterAsync();
        await Admin.RegisterAsync(isAdmin: true);
        await Phone.SetUpAsync(app, Admin.Browser);
        await Person.RegisterAsync(app);
        Other = await OtherApp.MakeAsync(app);
        await app.SqlAsync($"UPDATE identity.clients SET owner_id = (SELECT id FROM identity.users WHERE email = '{Maker.Email}') WHERE id = '{Other.Id}'");
    }

    public async Task DisposeAsync()
    {
        await app.DropOutboxAsync();
        Maker.Dispose();
        Admin.Dispose();
        Person.Dispose();
    }

    private protected Task<object?> ReviewAsync() => app.SqlAsync($"SELECT review FROM identity.clients WHERE id = '{Other.Id}'");
}
