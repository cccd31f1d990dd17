using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Marketplace.BlazorShared.Hosting;
using Marketplace.IdentityServer.Shared;
using Marketplace.IdentityServer.Tests.Shared;
using Marketplace.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.IdentityServer.Tests.Keys;

/// <summary>The keys that protect all other keys lie in the database, and what opens them does not.</summary>
[Collection(nameof(IdentityApp))]
public sealed class KeyWrappingTests(IdentityApp app) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keys-").FullName;
    private string _database = "";

    public async Task InitializeAsync() => _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync("wrapped");

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await (await PostgresServer.SharedAsync()).DropDatabaseAsync(new NpgsqlConnectionStringBuilder(_database).Database!);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_dump_of_the_database_holds_no_key_that_opens_anything()
    {
        await using var server = Build(("DataProtection:Certificate:Path", Pem("one")));
        await MigrateAsync(server);

        var dump = await DumpAsync();
        Assert.Contains("<key id=", dump, StringComparison.Ordinal);
        Assert.Contains("EncryptedKey", dump, StringComparison.Ordinal);
        foreach (var open in (string[])["<masterKey", "requiresEncryption", "PRIVATE KEY", "\"d\":", "\"d\" :"])
        {
            Assert.DoesNotContain(open, dump, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_host_without_the_certificate_does_not_start_and_says_which_one_it_needs()
    {
        string thumbprint;
        await using (var server = Build(("DataProtection:Certificate:Path", Pem("one", out thumbprint))))
        {
            await MigrateAsync(server);
        }

        foreach (var settings in (IEnumerable<(string, string)[]>)[[], [("DataProtection:Certificate:Path", Pem("another"))]])
        {
            await using var lost = Build(settings);
            var started = await Assert.ThrowsAsync<InvalidOperationException>(() => lost.StartAsync());
            Assert.Contains(thumbprint, started.Message, StringComparison.Ordinal);
            Assert.Contains("DataProtection:Certificate:Path", started.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<InvalidOperationException>(() => MigrateAsync(lost)); // and makes no key beside those that it cannot open
        }

        Assert.Equal(1L, await CountAsync("SELECT count(*) FROM identity.data_protection_keys"));
    }

    [Fact]
    public async Task Keys_from_before_the_certificate_are_wrapped_and_still_open_what_they_closed()
    {
        string closed;
        await using (var bare = Build())
        {
            await MigrateAsync(bare);
            closed = Protector(bare).Protect("a secret");
        }

        Assert.Contains("<masterKey", await DumpAsync(), StringComparison.Ordinal);

        await using var server = Build(("DataProtection:Certificate:Path", Pem("one")));
        server.Services.GetRequiredService<WrappedKeys>().Check();

        Assert.DoesNotContain("<masterKey", await DumpAsync(), StringComparison.Ordinal);
        Assert.Equal("a secret", Protector(server).Unprotect(closed));
        Assert.Equal(1L, await CountAsync("SELECT count(*) FROM identity.data_protection_keys"));
    }

    [Fact]
    public async Task An_old_certificate_goes_on_opening_while_a_new_one_wraps()
    {
        var (one, two) = (Pem("one"), Pfx("two", "pass"));
        string closed;
        await using (var before = Build(("DataProtection:Certificate:Path", one)))
        {
            await MigrateAsync(before);
            closed = Protector(before).Protect("a secret");
        }

        await using var after = Build(
            ("DataProtection:Certificate:Path", two), ("DataProtection:Certificate:Password", "pass"), ("DataProtection:OldCertificates:0:Path", one));
        after.Services.GetRequiredService<WrappedKeys>().Check();

        Assert.Equal("a secret", Protector(after).Unprotect(closed));
    }

    [Theory]
    [InlineData("missing.pem", null)]
    [InlineData("two.pfx", "wrong")]
    [InlineData("nonsense.pem", null)]
    public void A_certificate_that_cannot_be_opened_stops_the_start(string file, string? password)
    {
        Pfx("two", "pass");
        File.WriteAllText(Path.Combine(_folder, "nonsense.pem"), "-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n");

        var refused = Assert.Throws<InvalidOperationException>(() => Build(
            ("DataProtection:Certificate:Path", Path.Combine(_folder, file)), ("DataProtection:Certificate:Password", password ?? "")));

        Assert.StartsWith("DataProtection:Certificate", refused.Message, StringComparison.Ordinal);
    }

    private WebApplication Build(params (string, string)[] settings)
    {
        var server = app.Build("http://localhost:0", [("ConnectionStrings:Marketplace", _database), .. settings]);
        server.UseIdentityServer();
        return server;
    }

    private static async Task MigrateAsync(WebApplication server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await Commands.MigrateAsync(scope.ServiceProvider, CancellationToken.None);
    }

    private static IDataProtector Protector(WebApplication server) => server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    /// <summary>All rows of all tables of the identity server, as text: what a dump has.</summary>
    private async Task<string> DumpAsync()
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT schema_to_xml('identity', true, false, '')::text", connection);
        return System.Net.WebUtility.HtmlDecode((string)(await command.ExecuteScalarAsync())!);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private string Pem(string name) => Pem(name, out _);

    private string Pem(string name, out string thumbprint)
    {
        using var key = RSA.Create(2048);
        using var certificate = SelfSigned(name, key);
        thumbprint = certificate.Thumbprint;
        var path = Path.Combine(_folder, name + ".pem");
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return path;
    }

    private string Pfx(string name, string password)
    {
        using var key = RSA.Create(2048);
        using var certificate = SelfSigned(name, key);
        var path = Path.Combine(_folder, name + ".pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, password));
        return path;
    }

    private static X509Certificate2 SelfSigned(string name, RSA key) => new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1));
}
