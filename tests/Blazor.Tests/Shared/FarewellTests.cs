using Bunit;
using Marketplace.BlazorAdmin.Shared;
using Marketplace.BlazorShared.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Blazor.Tests.Shared;

public sealed class FarewellTests : BunitContext
{
    private static readonly TimeSpan Drain = TimeSpan.FromHours(1);

    private readonly Application _application = new();

    public FarewellTests() => Services.AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddSingleton<IHostApplicationLifetime>(_application).AddSingleton<DrainingLifetime>();

    [Fact]
    public void Open_pages_are_told_before_the_node_stops()
    {
        var page = Render<Farewell>();
        Assert.DoesNotContain("updating", page.Markup, StringComparison.Ordinal);

        Services.GetRequiredService<DrainingLifetime>().Drain(Drain);

        page.WaitForAssertion(() => Assert.Contains("We are updating the site.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.False(_application.IsStopped);
    }

    [Fact]
    public void A_second_signal_ends_the_wait()
    {
        var node = Services.GetRequiredService<DrainingLifetime>();
        node.Drain(Drain);
        Assert.True(node.IsDraining);
        Assert.False(_application.IsStopped);

        node.Drain(Drain);

        Assert.True(_application.IsStopped);
    }

    private sealed class Application : IHostApplicationLifetime
    {
        private volatile bool _isStopped;

        public bool IsStopped => _isStopped;

        public CancellationToken ApplicationStarted => CancellationToken.None;
        public CancellationToken ApplicationStopping => CancellationToken.None;
        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _isStopped = true;
    }
}
