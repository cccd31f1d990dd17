using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Marketplace.BlazorShared.Hosting;

/// <summary>
/// With what a host does not serve the public. A marketplace is public in the environment Production, once one of its addresses is
/// another than this machine's.
/// </summary>
public static class ProductionSettings
{
    private const int DifferentCharacters = 10;
    private static readonly string[] Addresses = ["Urls:Api", "Urls:Identity", "Urls:Store", "Urls:Portal"];
    private static readonly string[] Secrets = ["SignIn:ClientSecret", "Clients:store:Secret", "Clients:portal:Secret", "Clients:api:Secret", "Clients:tests:Secret", "Payments:Sandbox:WebhookSecret"];

    /// <summary>Ends the start with everything that is wrong, and answers to the host's own names only.</summary>
    /// <param name="self">The configuration key of the host's own address.</param>
    public static void RefuseUnsafeSettings(this WebApplicationBuilder builder, string self)
    {
        if (!IsPublic(builder.Configuration, builder.Environment))
        {
            return;
        }

        if (Complaints(builder.Configuration) is { Count: > 0 } complaints)
        {
            throw new InvalidOperationException($"The settings are not safe for a public marketplace. {string.Join(' ', complaints)}");
        }

        if (string.IsNullOrEmpty(builder.Configuration["AllowedHosts"]) && builder.Configuration[self] is { } own)
        {
            builder.Services.Configure<HostFilteringOptions>(names => names.AllowedHosts = [new Uri(own).Host, "localhost", "127.0.0.1", "[::1]"]);
        }
    }

    public static bool IsPublic(IConfiguration configuration, IHostEnvironment environment) =>
        environment.IsProduction() && Addresses.Any(key => Uri.TryCreate(configuration[key], UriKind.Absolute, out var address) && !address.IsLoopback);

    /// <returns>One sentence for each setting.</returns>
    public static IReadOnlyList<string> Complaints(IConfiguration configuration) =>
    [
        .. from key in Addresses where configuration[key]?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true select $"{key} must begin with https.",
        .. from key in Secrets where configuration[key] is { Length: > 0 } secret && secret.Distinct().Count() < DifferentCharacters select $"{key} is easy to guess: draw a random one.",
        .. from key in (string[])["Mail:Viewer", "DetailedErrors"] where configuration.GetValue<bool>(key) select $"{key} shows strangers what is not for them.",
        .. configuration["AllowedHosts"]?.Split(';').Contains("*") == true ? ["AllowedHosts takes every name: leave it out, or name the host's own."] : Array.Empty<string>(),
    ];
}
