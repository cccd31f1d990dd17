using Marketplace.BlazorAdmin.Settings;
using Marketplace.Contracts.Settings;

namespace Marketplace.Blazor.Tests.Settings;

public sealed class SettingsFormTests
{
    private static readonly SettingsDto Saved = new(
        4, "Marketplace", "INR", "IN-TN", true, 20, 1.5, 6, 85, 5, 5000, 12, 180, 30, 15, 20,
        [new("FOOD", "Food", new Dictionary<string, decimal> { ["*"] = 5, ["IN-TN"] = 5.5m })], false, 12,
        [new("IN-TN", "Tamil Nadu", "IN", "TN", []), new("PORT", "Free port", "IN", null, ["600998", "601"])]);

    [Fact]
    public void Sends_back_what_it_was_given()
    {
        var again = SettingsForm.Of(Saved).ToSettings();

        Assert.Equal(Saved, again with { TaxClasses = Saved.TaxClasses, TaxRegions = Saved.TaxRegions });
        Assert.Equal(["*", "IN-TN"], again.TaxClasses[0].Rates.Keys);
        Assert.Equal(5.5m, again.TaxClasses[0].Rates["IN-TN"]);
        Assert.Equal(Saved.TaxRegions![0] with { PostalPrefixes = [] }, again.TaxRegions![0] with { PostalPrefixes = [] });
        Assert.Equal(["600998", "601"], again.TaxRegions![1].PostalPrefixes);
    }

    [Fact]
    public void Shows_what_the_fees_come_to()
    {
        Assert.Equal("Delivery over 3.5 km costs ₹32: ₹20 and ₹6 for each of 2 km.", SettingsForm.Of(Saved).Example);
    }

    [Fact]
    public void Leads_to_the_first_number_that_cannot_be_read()
    {
        var form = SettingsForm.Of(Saved);
        form.OfferSeconds = "soon";

        Assert.Equal("offerSeconds", form.FirstError);
    }

    [Fact]
    public void What_a_region_is_needed_for_goes_with_it_under_another_code()
    {
        var form = SettingsForm.Of(Saved);
        Assert.Equal(("the usual region and a rate of Food", ""), (form.UsesOf(form.TaxRegions[0]), form.UsesOf(form.TaxRegions[1])));

        form.Rename(form.TaxRegions[0], " TN ");

        Assert.Equal(("TN", "TN"), (form.TaxRegions[0].Code, form.Region));
        Assert.Equal(["*", "TN"], form.ToSettings().TaxClasses[0].Rates.Keys);
    }

    [Fact]
    public void A_region_needs_a_name_a_code_and_a_country()
    {
        var form = SettingsForm.Of(Saved);
        form.TaxRegions.Add(new() { Name = "Kerala", Code = "IN-KL", Country = "India" });

        Assert.Equal(("A country of two letters, such as IN", "taxRegions[2].name"), (form.TaxRegions[2].Error, form.FirstError));
    }

    [Fact]
    public void A_tax_class_needs_a_rate_for_everywhere_else_and_each_region_once()
    {
        var form = SettingsForm.Of(Saved);
        form.TaxClasses[0].Rates.RemoveAll(r => r.Region == "*");
        Assert.Equal("A rate for everywhere else as well", form.TaxClasses[0].Error);

        form.TaxClasses[0].Rates.Add(new() { Region = "in-tn", Percent = "5" });
        Assert.Equal("Each region once", form.TaxClasses[0].Error);
        Assert.Equal("taxClasses[0]", form.FirstError);
    }
}
