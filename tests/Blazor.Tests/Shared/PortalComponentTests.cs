using System.Net;
using Bunit;
using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Blazor.Tests.Shared;

/// <summary>What a page says about a refusal, and for how long.</summary>
public sealed class PortalComponentTests : BunitContext
{
    private static readonly Problem Taken = new("Conflict", "test.taken", "It is taken.", null, null);

    private readonly LiveFeed _live = new();

    public PortalComponentTests() => Services.AddSingleton(TimeProvider.System).AddSingleton(_live);

    [Fact]
    public void News_leave_a_refusal_that_somebody_reads()
    {
        var page = Loaded();
        page.Find("#act").Click();
        Assert.Equal("It is taken.", page.Find("p").TextContent);

        _live.Raise("dispatch");

        page.WaitForAssertion(() => Assert.Equal("loaded 2", page.Find("h1").TextContent));
        Assert.Equal("It is taken.", page.Find("p").TextContent);
    }

    [Fact]
    public void Whoever_loads_the_page_again_does_away_with_it()
    {
        var page = Loaded();
        page.Find("#act").Click();

        page.Find("#load").Click();

        page.WaitForAssertion(() => Assert.Equal(("loaded 2", ""), (page.Find("h1").TextContent, page.Find("p").TextContent)));
    }

    [Fact]
    public void News_do_away_with_what_they_said_themselves()
    {
        var page = Loaded();
        page.Instance.IsAway = true;
        _live.Raise("dispatch");
        page.WaitForAssertion(() => Assert.Equal(Refusal.Unreachable.Message, page.Find("p").TextContent));

        page.Instance.IsAway = false;
        _live.Raise("dispatch");

        page.WaitForAssertion(() => Assert.Equal("", page.Find("p").TextContent));
    }

    private IRenderedComponent<Page> Loaded()
    {
        var page = Render<Page>();
        page.WaitForAssertion(() => Assert.Equal("loaded 1", page.Find("h1").TextContent));
        return page;
    }

    public sealed class Page : PortalComponent
    {
        private int _loads;

        public bool IsAway { get; set; }

        protected override Task OnInitializedAsync() => LoadPageAsync();

        protected override Task OnLiveAsync(string? topic) => LoadPageAsync();

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.AddMarkupContent(0, $"<h1>loaded {_loads}</h1>");
            builder.OpenElement(1, "p");
            builder.AddContent(2, Refusal?.Message);
            builder.CloseElement();
            builder.OpenElement(3, "button");
            builder.AddAttribute(4, "id", "act");
            builder.AddAttribute(5, "onclick", EventCallback.Factory.Create(this, () => TryAsync(_ => throw new ApiException(HttpStatusCode.Conflict, Taken))));
            builder.CloseElement();
            builder.OpenElement(6, "button");
            builder.AddAttribute(7, "id", "load");
            builder.AddAttribute(8, "onclick", EventCallback.Factory.Create(this, LoadPageAsync));
            builder.CloseElement();
        }

        private Task LoadPageAsync() => LoadAsync(async _ =>
        {
            await Task.Yield();
            _loads += IsAway ? throw new HttpRequestException() : 1;
        });
    }
}
