using System.Net;
using Marketplace.EmbeddedPostgres;

namespace Marketplace.AppHost.Tests;

/// <summary>The whole marketplace as ./run starts it, without the demo town.</summary>
public sealed class WholeRunTests
{
    private const string Css = "_content/Marketplace.BlazorShared/css/base.css";

    [Fact]
    public async Task Serves_and_ends_cleanly_and_starts_again_on_the_same_data()
    {
        var first = AppHostProcess.Start(["--no-demo"]);
        await first.UntilAsync("Ready.");
        using (var http = new HttpClient())
        {
            foreach (var (_, port) in first.Ports.All)
            {
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"))).StatusCode);
            }
        }

        foreach (var file in (string[])[$"{first.Ports.Store}/{Css}", $"{first.Ports.Portal}/{Css}", $"{first.Ports.Identity}/{Css}", $"{first.Ports.Api}/lib/api-reference.js"])
        {
            using var http = new HttpClient();
            Assert.NotEmpty(await http.GetStringAsync(new Uri("http://127.0.0.1:" + file)));
        }

        var children = first.Children;
        Assert.True(children.Count >= 5); // four hosts and the database
        first.Signal(Posix.SigInt);
        Assert.Equal(0, await first.ExitCodeAsync());
        Assert.DoesNotContain(children, Posix.IsAlive);

        await using var second = AppHostProcess.Start(["--no-demo"], first.Ports, first.Data);
        await second.UntilAsync("Ready.");
    }

    [Fact]
    public async Task A_child_that_dies_takes_the_others_along_and_is_named()
    {
        await using var run = AppHostProcess.Start(["--no-demo"]);
        await run.UntilAsync("Ready.");
        var children = run.Children;
        var store = children.Single(id => File.ReadAllText($"/proc/{id}/cmdline").Contains("BlazorStore", StringComparison.Ordinal));

        Posix.Signal(store, Posix.SigKill);

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.Contains("BlazorStore stopped unexpectedly", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(children, Posix.IsAlive);
    }

    [Fact]
    public async Task Leaves_nothing_running_when_it_is_killed()
    {
        await using var run = AppHostProcess.Start(["--no-demo"]);
        await run.UntilAsync("Ready.");
        var children = run.Children;

        run.Signal(Posix.SigKill);
        await run.ExitCodeAsync();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (children.Any(Posix.IsAlive))
        {
            await Task.Delay(100, patience.Token);
        }
    }
}
