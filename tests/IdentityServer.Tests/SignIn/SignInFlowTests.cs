using System.Net;
using Marketplace.IdentityServer.Tests.Shared;

namespace Marketplace.IdentityServer.Tests.SignIn;

[Collection(nameof(IdentityApp))]
public sealed class SignInFlowTests(IdentityApp app) : IAsyncLifetime
{
    private readonly RelyingApp _store = new(app);
    private readonly Browser _browser = new();

    public Task InitializeAsync() => _store.StartAsync();

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Brings_a_new_shopper_back_to_where_the_sign_in_began_and_calls_the_api_as_them()
    {
        var (page, address) = await _browser.FollowAsync($"{_store.Url}/signin?register=true&returnUrl=%2Fwhoami");
        Assert.EndsWith("/register", address.AbsolutePath, StringComparison.Ordinal);
        var posted = await _browser.SubmitAsync(page, address, ("fullName", "Asha Rao"), ("email", $"{Guid.CreateVersion7():N}@example.test"), ("password", Browser.Password));
        Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);

        var (answer, end) = await _browser.FollowAsync(new Uri(address, posted.Headers.Location!).AbsoluteUri);

        Assert.Equal($"{_store.Url}/whoami", end.AbsoluteUri);
        Assert.Equal("Asha Rao", await answer.Content.ReadAsStringAsync());
    }
}
