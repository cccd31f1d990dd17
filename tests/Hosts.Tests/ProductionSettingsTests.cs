using System.Reflection;
using Marketplace.BlazorShared.Hosting;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Hosts.Tests;

/// <summary>Settings that are fine for a developer's machine keep a public host from starting.</summary>
public sealed class ProductionSettingsTests
{
    private const string Connection = "Host=127.0.0.1;Port=1;Username=nobody";

    private static readonly (string Key, string Value)[] Safe =
    [
        ("Urls:Api", Hosts.Api), ("Urls:Identity", Hosts.Identity), ("Urls:Store", Hosts.Store), ("Urls:Portal", Hosts.Portal), ("ConnectionStrings:Marketplace", Connection),
        ("SignIn:ClientSecret", "a secret of the tests, long enough"), ("Payments:Sandbox:WebhookSecret", "a secret of the tests, long enough"),
    ];

    [Theory]
    [InlineData("Urls:Identity", "http://id.marketplace.test")]
    [InlineData("Urls:Store", "HTTP://store.marketplace.test")]
    [InlineData("Clients:store:Secret", "changechangechangechangechangechange")]
    [InlineData("SignIn:ClientSecret", "00000000000000000000000000000000")]
    [InlineData("Payments:Sandbox:WebhookSecret", "secretsecretsecretsecretsecretsecret")]
    [InlineData("Mail:Viewer", "true")]
    [InlineData("DetailedErrors", "true")]
    [InlineData("AllowedHosts", "*")]
    [InlineData("AllowedHosts", "store.marketplace.test;*")]
    public void Names_the_setting_that_is_not_safe(string key, string value)
    {
        Assert.Empty(ProductionSettings.Complaints(Configuration(Safe)));

        Assert.StartsWith(key, Assert.Single(ProductionSettings.Complaints(Configuration([.. Safe, (key, value)]))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(WebApi.Payments.SandboxPage))]
    [InlineData(typeof(IdentityServer.Pages.SignIn))]
    [InlineData(typeof(BlazorStore.App))]
    [InlineData(typeof(BlazorAdmin.App))]
    public async Task No_host_starts_with_it(Type inHost)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(inHost, [.. Safe, ("Urls:Identity", "http://id.marketplace.test")]));

        Assert.Contains("Urls:Identity must begin with https.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(IdentityServer.Pages.SignIn), "ConnectionStrings:Marketplace", null)]
    [InlineData(typeof(WebApi.Payments.SandboxPage), "ConnectionStrings:Marketplace", null)]
    [InlineData(typeof(BlazorStore.App), "SignIn:ClientSecret", "too short")]
    [InlineData(typeof(BlazorStore.App), "SignIn:ClientSecret", null)]
    [InlineData(typeof(BlazorAdmin.App), "SignIn:ClientSecret", "too short")]
    [InlineData(typeof(BlazorAdmin.App), "ConnectionStrings:Marketplace", null)]
    [InlineData(typeof(WebApi.Payments.SandboxPage), "Payments:Sandbox:WebhookSecret", "too short")]
    public async Task No_host_starts_without_a_secret_or_with_a_short_one(Type inHost, string key, string? value)
    {
        (string, string)[] settings = [.. Safe.Where(s => s.Key != key), .. value is null ? Array.Empty<(string, string)>() : [(key, value)]];

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(inHost, settings));

        Assert.Contains(key.Split(':')[^1], refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(WebApi.Payments.SandboxPage))]
    [InlineData(typeof(IdentityServer.Pages.SignIn))]
    public async Task The_demo_is_not_for_the_public(Type inHost) => Assert.Equal(2, await RunAsync(inHost, Safe, "seed-demo", "accounts.json"));

    /// <summary>The host's own program, as an operator starts it.</summary>
    private static async Task<int> RunAsync(Type inHost, (string Key, string Value)[] settings, params string[] arguments)
    {
        string[] all = [.. arguments, "--environment=Production", "--urls=http://127.0.0.1:0", .. settings.Select(s => $"--{s.Key}={s.Value}")];
        try
        {
            var run = inHost.Assembly.EntryPoint!.Invoke(null, [all]);
            return run switch
            {
                Task<int> ends => await ends.WaitAsync(TimeSpan.FromSeconds(60)),
                Task ends => await ends.WaitAsync(TimeSpan.FromSeconds(60)).ContinueWith(t => { t.GetAwaiter().GetResult(); return 0; }, TaskScheduler.Default),
                _ => run as int? ?? 0,
            };
        }
        catch (TargetInvocationException failed)
        {
            throw failed.InnerException!;
        }
    }

    private static ConfigurationManager Configuration((string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        return configuration;
    }
}
