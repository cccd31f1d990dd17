namespace Marketplace.AppHost.Tests;

public sealed class PrivateDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketplace-data").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Belongs_to_one_run_at_a_time()
    {
        using (PrivateData.Open(_folder, isFresh: false))
        {
            var refused = Assert.Throws<StartException>(() => PrivateData.Open(_folder, isFresh: true));
            Assert.Contains("Another run", refused.Message, StringComparison.Ordinal);
        }

        PrivateData.Open(_folder, isFresh: false).Dispose();
    }

    [Fact]
    public void Keeps_secrets_until_it_starts_over_and_shows_them_to_nobody_else()
    {
        Secrets first, second, third;
        using (var data = PrivateData.Open(_folder, isFresh: false))
        {
            first = Secrets.LoadOrDraw(data.SecretsFile);
            second = Secrets.LoadOrDraw(data.SecretsFile);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(data.SecretsFile));
        }

        using (var data = PrivateData.Open(_folder, isFresh: true))
        {
            third = Secrets.LoadOrDraw(data.SecretsFile);
        }

        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
        Assert.Equal(5, new HashSet<string>([first.Database, first.StoreClient, first.PortalClient, first.ApiClient, first.GatewayWebhook]).Count);
    }

    [Fact]
    public void Draws_what_an_older_version_did_not_need()
    {
        var file = Path.Combine(_folder, "secrets.json");
        var drawn = Secrets.LoadOrDraw(file);
        File.WriteAllText(file, $$"""{"database":"{{drawn.Database}}","storeClient":"{{drawn.StoreClient}}"}""");

        var completed = Secrets.LoadOrDraw(file);
        Assert.Equal((drawn.Database, drawn.StoreClient), (completed.Database, completed.StoreClient));
        Assert.Equal(48, completed.GatewayWebhook.Length);
        Assert.Equal(completed, Secrets.LoadOrDraw(file));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Says_so_when_the_secrets_are_damaged(string content)
    {
        var file = Path.Combine(_folder, "secrets.json");
        File.WriteAllText(file, content);

        Assert.Contains("--fresh", Assert.Throws<StartException>(() => Secrets.LoadOrDraw(file)).Message, StringComparison.Ordinal);
    }
}
