using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Payments;

/// <summary>The bank says no: nothing is lost, and the shopper decides how to go on.</summary>
[Collection(nameof(Town))]
public sealed class DeclinedPaymentTests(Town town) : Story(town)
{
    private const string Available = "select on_hand - reserved from inventory.stock_items where variant_id = $1";

    [Fact]
    public async Task A_declined_card_costs_nothing_and_another_method_pays()
    {
        var (shopper, variant, before) = await DeclinedAsync("maidan-sports", "Vikram Sood", "+91 98400 55511");
        var number = shopper.OrderNumber;

        // The things are kept, once, while the shopper finds another way to pay.
        await Expect(shopper.Page.GetByText("your things are kept for you until")).ToBeVisibleAsync();
        Assert.Equal(before - 1, await Town.ReadAsync<int>(Available, variant));

        await shopper.PayByAsync("UPI");
        var amount = await shopper.GoPayAsync();
        await shopper.DecideAsync("Pay");
        await Expect(shopper.Page.GetByText("Your order is in.")).ToBeVisibleAsync();
        await Expect(shopper.Page.GetByText($"Paid {Shopper.Rupees(amount)}")).ToBeVisibleAsync();

        await Town.EventuallyAsync("Completed", "select state from payments.payments where order_number = $1", number);
        Assert.Equal("Card Failed, Upi Captured", await Town.ReadAsync<string>(
            "select string_agg(a.method || ' ' || a.state, ', ' order by a.number) from payments.attempts a join payments.payments p on p.id = a.payment_id where p.order_number = $1", number));
        Assert.Equal(before - 1, await Town.ReadAsync<int>(Available, variant));
        Assert.Equal(0, await Town.ReadAsync<int>("select reserved from inventory.stock_items where variant_id = $1", variant));
    }

    [Fact]
    public async Task After_a_declined_card_the_order_can_be_given_up_and_the_stock_is_back()
    {
        var (shopper, variant, before) = await DeclinedAsync("stride-and-sole", "Asha Thomas", "+91 98400 55512");
        var number = shopper.OrderNumber;

        await shopper.Page.GetByRole(AriaRole.Link, new() { Name = "Cancel the order" }).First.ClickAsync();
        await shopper.Page.GetByRole(AriaRole.Button, new() { Name = $"Cancel order {number}" }).ClickAsync();

        await Expect(shopper.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("This order was cancelled");
        await Expect(shopper.Page.GetByText("Nothing was charged.").First).ToBeVisibleAsync();
        Assert.Equal("Cancelled", await Town.ReadAsync<string>("select state from orders.orders where number = $1", number));
        Assert.Equal(before, await Town.ReadAsync<int>(Available, variant));
    }

    private async Task<(Shopper Shopper, Guid Variant, int Before)> DeclinedAsync(string shop, string name, string phone)
    {
        var product = await Town.SimpleProductAsync(shop);
        var before = await Town.ReadAsync<int>(Available, product.OnlyVariantId!);
        var shopper = new Shopper(Town, await Browsers.DeskAsync());
        await shopper.AddAsync(product);
        await shopper.CheckOutAsync(name, phone);
        await shopper.PayByAsync("Card");
        await shopper.GoPayAsync();
        await shopper.DecideAsync("Decline");
        await Expect(shopper.Page.GetByText("The payment did not go through.")).ToBeVisibleAsync();
        await Expect(shopper.Page.GetByText("The bank declined it (code U30). Nothing was charged")).ToBeVisibleAsync();
        return (shopper, product.OnlyVariantId!.Value, before);
    }
}
