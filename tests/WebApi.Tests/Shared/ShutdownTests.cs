using System.Diagnostics;
using System.Globalization;
using System.Net;
using Marketplace.EmbeddedPostgres;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>The host as a process of its own, ended as an orchestrator ends it.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Turns_red_at_once_serves_on_for_a_while_and_ends_with_zero()
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}");
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = address,
                ["ConnectionStrings__Marketplace"] = await TestDatabase.CreateAsync(),
                ["Urls__Identity"] = "http://localhost:5001",
                ["Payments__Sandbox__WebhookSecret"] = MarketplaceApp.WebhookSecret,
                ["Shutdown__DrainSeconds"] = "3",
            },
        };
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri(address) };
            await Eventually.TrueAsync(async () => await StatusAsync(http, "/health/ready") == HttpStatusCode.OK, TimeSpan.FromSeconds(60));

            Posix.Signal(process.Id, Posix.SigTerm);

            await Eventually.TrueAsync(async () => await StatusAsync(http, "/health/ready") == HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(2));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "/health/live"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "/api/v1/products"));
            await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<HttpStatusCode?> StatusAsync(HttpClient http, string path)
    {
        try
        {
            return (await http.GetAsync(path)).StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
