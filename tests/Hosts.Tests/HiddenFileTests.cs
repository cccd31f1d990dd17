using System.Net;

namespace Marketplace.Hosts.Tests;

/// <summary>What lies beside the programs, or is for those who build them, is not served.</summary>
[Collection(nameof(Hosts))]
public sealed class HiddenFileTests(Hosts hosts)
{
    private static readonly string[] Hidden =
    [
        "/.git/config", "/.git/HEAD", "/.env", "/appsettings.json", "/appsettings.Production.json", "/appsettings.Demo.json", "/web.config", "/global.json", "/package.json", "/packages.lock.json",
        "/Marketplace.WebApi.dll", "/Marketplace.WebApi.pdb", "/Marketplace.BlazorStore.dll", "/Marketplace.BlazorStore.pdb", "/Marketplace.BlazorStore.deps.json", "/Marketplace.BlazorStore.staticwebassets.runtime.json",
        "/bin/", "/obj/", "/css/", "/js/", "/fonts/", "/_content/", "/_framework/", "/media/", "/_content/Marketplace.BlazorShared/", "/_framework/blazor.web.js.map", "/_framework/blazor.server.js.map",
        "/mail", "/swagger", "/swagger/v1/swagger.json", "/metrics", "/debug", "/trace", "/backup.zip", "/dump.sql", "/.data/secrets.json", "/.vscode/settings.json", "/.DS_Store", "/server-status", "/elmah.axd", "/phpinfo.php",
    ];

    /// <summary>With what tests and tools elsewhere ask for another time, person or payment.</summary>
    private static readonly (string Name, string Value)[] Wishes =
    [
        ("X-Test-User", "admin"), ("X-Clock", "2030-01-01T00:00:00Z"), ("X-Now", "2030-01-01T00:00:00Z"), ("X-Fake-Payment", "captured"), ("X-Hold", "stock"), ("X-Debug", "1"), ("X-Original-URL", "/admin"),
        ("X-Rewrite-URL", "/admin"), ("X-HTTP-Method-Override", "DELETE"), ("Authorization", "Test 00000000-0000-0000-0000-000000000000 admin"),
    ];

    [Theory]
    [InlineData(Hosts.Api)]
    [InlineData(Hosts.Identity)]
    [InlineData(Hosts.Store)]
    [InlineData(Hosts.Portal)]
    public async Task Nothing_that_lies_about_is_served(string host)
    {
        using var visitor = new Visitor(hosts, "203.0.113.70");
        var served = new List<string>();
        foreach (var path in Hidden)
        {
            using var answer = await visitor.GetAsync(host + path);
            var isPage = answer.Headers.Location is not null || answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest;
            served.AddRange(isPage ? [] : [$"{(int)answer.StatusCode} {path}"]);
        }

        Assert.Empty(served);
        var files = hosts.Routes(host).Select(r => r.RoutePattern.RawText ?? "").Where(Path.HasExtension).ToList();
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => Path.GetExtension(file) is ".map" or ".pdb" or ".dll" or ".cs" or ".razor" or ".config" or ".sql" or ".md" || file.Contains("appsettings", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task No_header_makes_somebody_else_of_a_visitor()
    {
        using var visitor = new Visitor(hosts, "203.0.113.71");
        foreach (var wish in Wishes)
        {
            using var me = await visitor.GetAsync(Hosts.Api + "/api/v1/me", wish);
            using var dashboard = await visitor.GetAsync(Hosts.Api + "/api/v1/admin/dashboard", wish);
            using var health = await visitor.GetAsync(Hosts.Api + "/health/live", wish);
            using var account = await visitor.GetAsync(Hosts.Store + "/account", wish);

            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.Redirect), (me.StatusCode, dashboard.StatusCode, health.StatusCode, account.StatusCode));
        }
    }

    [Fact]
    public async Task A_name_that_is_not_the_hosts_own_is_not_answered()
    {
        using var visitor = new Visitor(hosts, "203.0.113.72");
        foreach (var host in (string[])[Hosts.Api, Hosts.Identity, Hosts.Store, Hosts.Portal])
        {
            using var ours = await visitor.GetAsync(host + "/health/live");
            using var theirs = await visitor.GetAsync(host + "/health/live", ("Host", "evil.example"));

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (ours.StatusCode, theirs.StatusCode));
        }
    }
}
