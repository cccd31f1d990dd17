using Marketplace.BlazorStore.Orders;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Marketplace.Blazor.Tests.Orders;

public sealed class CheckoutFormTests
{
    private readonly Guid _shop = Guid.CreateVersion7();

    [Fact]
    public void Carries_what_was_typed_and_chosen()
    {
        var form = Posted(new() { ["contact.name"] = " Aditi Rao ", ["address"] = "new", ["address.latitude"] = "12.91", ["address.longitude"] = "80.24", [$"method.{_shop}"] = FulfilmentMethods.Pickup, [$"note.{_shop}"] = "Eggs dated today", ["method.evil"] = "x" });

        Assert.Equal("Aditi Rao", form.Name);
        Assert.Equal(new PositionDto(12.91, 80.24), form.Position);
        Assert.Equal(FulfilmentMethods.Pickup, form.Choices[_shop]);
        Assert.Single(form.Choices);
        Assert.Equal("Eggs dated today", form.Notes[_shop]);
    }

    [Fact]
    public void The_state_is_the_one_that_was_chosen_and_the_stores_where_none_is_asked_for()
    {
        Dictionary<string, StringValues> at = new() { ["address"] = "new", ["address.latitude"] = "12.91", ["address.longitude"] = "80.24" };

        Assert.Equal("IN-TN", Posted(at).AddressOf([], "IN")!.Region);
        Assert.Equal("IN-PY", Posted(new(at) { ["address.region"] = "IN-PY" }).AddressOf([], "IN")!.Region);
        Assert.Equal("", Posted(new(at) { ["address.region"] = "" }).AddressOf([], "IN")!.Region);
    }

    [Fact]
    public void Keeps_its_idempotency_key_over_posts_and_makes_one_when_it_was_tampered_with()
    {
        var key = Guid.CreateVersion7().ToString("N");

        Assert.Equal(key, Posted(new() { ["key"] = key }).Key);
        Assert.True(Guid.TryParseExact(Posted(new() { ["key"] = "<script>" }).Key, "N", out _));
    }

    [Fact]
    public void Says_everything_that_is_missing_at_once()
    {
        var errors = CheckoutErrors.Check(Posted(new() { ["address"] = "new", ["contact.email"] = "aditi@" }), needsAddress: true);

        Assert.Equal(
            ["address.city", "address.latitude", "address.line1", "address.postalCode", "contact.email", "contact.name", "contact.phone"],
            errors.Fields.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Asks_for_no_address_when_everything_is_collected()
    {
        var form = Posted(new() { ["contact.name"] = "Aditi", ["contact.email"] = "aditi@example.org", ["contact.phone"] = "+91 98400 00000", ["address"] = "new" });

        Assert.False(CheckoutErrors.Check(form, needsAddress: false).Any);
    }

    [Fact]
    public void Puts_the_refusal_of_the_API_at_the_field_it_is_about()
    {
        var errors = new CheckoutErrors();
        errors.Add(new ApiException(System.Net.HttpStatusCode.BadRequest, new("Invalid", "request.invalid", null, null, new() { ["Address.Phone"] = ["Too short."], ["Contact.Email"] = ["No."] })));

        Assert.Equal(("Too short.", "No."), (errors.Of("contact.phone"), errors.Of("contact.email")));
        Assert.Null(errors.General);
    }

    private static CheckoutForm Posted(Dictionary<string, StringValues> fields) => CheckoutForm.Posted(new FormCollection(fields), "IN-TN");
}
