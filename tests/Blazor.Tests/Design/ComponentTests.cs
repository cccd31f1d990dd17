using Bunit;
using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Catalog;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Blazor.Tests.Design;

public sealed class ComponentTests : BunitContext
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 13, 1, 0, TimeSpan.Zero);

    private static ProductCard Product(bool inStock = true, Guid? variant = null) => new(
        Guid.Empty, "planter", "Planter <script>", new(Guid.Empty, "kiln", "Kiln & Clay", 2), null, new(1249, "INR"), new(1499, "INR"), false, inStock, variant, 4.8, 136, null);

    [Fact]
    public void Price_shows_now_was_and_the_saving_and_says_them_to_screen_readers()
    {
        var price = Render<Price>(p => p.Add(x => x.Now, new MoneyDto(1249, "INR")).Add(x => x.Was, new MoneyDto(1499, "INR")));

        Assert.Equal("Price ₹1,249", price.Find(".price__now").TextContent);
        Assert.Equal("was ₹1,499", price.Find("s.price__was").TextContent);
        Assert.Equal("16% off", price.Find(".price__save").TextContent);
    }

    [Fact]
    public void Price_without_a_real_saving_shows_only_the_price()
    {
        var price = Render<Price>(p => p.Add(x => x.Now, new MoneyDto(100, "INR")).Add(x => x.Was, new MoneyDto(90, "INR")));

        Assert.Empty(price.FindAll(".price__was, .price__save"));
    }

    [Fact]
    public void Money_that_goes_out_is_signed_and_coloured_only_where_asked()
    {
        Assert.Equal("neg", Render<MoneyText>(p => p.Add(x => x.Value, new MoneyDto(-5, "INR")).Add(x => x.Signed, true)).Find("span").ClassList[1]);
        Assert.Equal("nowrap", Render<MoneyText>(p => p.Add(x => x.Value, new MoneyDto(-5, "INR"))).Find("span").ClassName);
    }

    [Fact]
    public void A_tile_is_one_link_with_an_add_button_above_it()
    {
        var variant = Guid.CreateVersion7();
        var tile = Render<ProductTile>(p => p.Add(x => x.Product, Product(variant: variant)).Add(x => x.AddForm, "add"));

        Assert.Equal("/products/planter", tile.Find("a").GetAttribute("href"));
        Assert.Equal("Planter <script>", tile.Find("a").TextContent); // as typed, never as markup
        var add = tile.Find("button");
        Assert.Equal(("add", variant.ToString()), (add.GetAttribute("form"), add.GetAttribute("value")));
        Assert.Equal("2", tile.Find("article").GetAttribute("data-hue"));
    }

    [Fact]
    public void A_sold_out_tile_fades_loses_its_button_and_says_so()
    {
        var tile = Render<ProductTile>(p => p.Add(x => x.Product, Product(inStock: false, variant: Guid.CreateVersion7())).Add(x => x.AddForm, "add"));

        Assert.Equal("out", tile.Find("article").GetAttribute("data-state"));
        Assert.Empty(tile.FindAll("button"));
        Assert.Contains("Sold out", tile.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rating_of_nobody_is_no_rating() =>
        Assert.Empty(Render<Rating>(p => p.Add(x => x.Value, null).Add(x => x.Count, 0)).Markup.Trim());

    [Fact]
    public void A_field_ties_its_hint_and_error_to_the_input()
    {
        var field = Render<TextField>(p => p.Add(x => x.Label, "E-mail").Add(x => x.Name, "contact.email").Add(x => x.Hint, "For the receipt.").Add(x => x.Error, "Enter it again."));

        var input = field.Find("input");
        Assert.Equal(input.Id, field.Find("label").GetAttribute("for"));
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.All(input.GetAttribute("aria-describedby")!.Split(' '), id => Assert.NotNull(field.Find("#" + id)));
        Assert.Equal(["f-contact-email-hint", "f-contact-email-error"], input.GetAttribute("aria-describedby")!.Split(' '));
    }

    [Fact]
    public void A_timeline_marks_the_current_step_for_everybody()
    {
        var timeline = Render<Timeline>(p => p.Add(x => x.Steps, [new("Accepted", StepState.Done, "18:04"), new("Being packed", StepState.Now), new("Delivered", StepState.ToCome)]));

        var steps = timeline.FindAll("li");
        Assert.Equal(["done", "now", null], steps.Select(s => s.GetAttribute("data-state")));
        Assert.Equal("step", steps[1].GetAttribute("aria-current"));
    }

    [Fact]
    public void A_countdown_stands_right_without_script()
    {
        Services.AddSingleton<TimeProvider>(new FixedClock(Now));

        var countdown = Render<Countdown>(p => p.Add(x => x.Until, Now.AddSeconds(90)).Add(x => x.Total, TimeSpan.FromSeconds(180)));

        Assert.Equal("1:30", countdown.Find("span > span").TextContent);
        Assert.Equal("50", countdown.FindAll("circle")[1].GetAttribute("stroke-dashoffset"));
        Assert.Equal("timer", countdown.Find("span").GetAttribute("role"));
    }

    [Theory]
    [InlineData(1, 1, "")]
    [InlineData(1, 3, "1 2 3 Next")]
    [InlineData(5, 9, "Back 1 … 4 5 6 … 9 Next")]
    [InlineData(9, 9, "Back 1 … 8 9")]
    public void The_pager_shows_the_ends_and_the_neighbours(int page, int pages, string shown)
    {
        var pager = Render<Pager>(p => p.Add(x => x.Page, page).Add(x => x.Pages, pages).Add(x => x.Href, n => $"/search?page={n}"));

        Assert.Equal(shown, string.Join(' ', pager.FindAll("nav > *").Select(e => e.TextContent)));
    }

    [Fact]
    public void A_stepper_that_posts_by_itself_works_without_script()
    {
        var stepper = Render<QuantityStepper>(p => p.Add(x => x.Value, 2).Add(x => x.Min, 0).Add(x => x.Max, 2).Add(x => x.AutoSubmit, true));

        var buttons = stepper.FindAll("button");
        Assert.Equal(("submit", "1"), (buttons[0].GetAttribute("type"), buttons[0].GetAttribute("value")));
        Assert.True(buttons[1].HasAttribute("disabled")); // no more than there are
    }

    [Fact]
    public void An_urgent_banner_is_announced_and_can_take_the_focus()
    {
        var banner = Render<Banner>(p => p.Add(x => x.Tone, Tone.Danger).Add(x => x.Urgent, true).Add(x => x.Focus, true).AddChildContent("Declined."));

        Assert.Equal(("alert", "-1"), (banner.Find("div").GetAttribute("role"), banner.Find("div").GetAttribute("tabindex")));
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
