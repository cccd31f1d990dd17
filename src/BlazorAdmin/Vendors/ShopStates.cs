using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Vendors;

namespace Marketplace.BlazorAdmin.Vendors;

internal static class ShopStates
{
    public static readonly IReadOnlyList<(string Value, string Text)> Filters =
        [("", "All"), (VendorStates.Pending, "Wait for approval"), (VendorStates.Approved, "Approved"), (VendorStates.Suspended, "Suspended")];

    public static (Tone Tone, string Text) Words(string state) => state switch
    {
        VendorStates.Pending => (Tone.Live, "Waits for approval"),
        VendorStates.Approved => (Tone.Success, "Approved"),
        VendorStates.Suspended => (Tone.Danger, "Suspended"),
        _ => (Tone.Neutral, Orders.OrderWords.Plain(state)),
    };
}
