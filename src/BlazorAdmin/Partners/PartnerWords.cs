using Marketplace.BlazorShared.Design;
using Marketplace.Contracts.Partners;

namespace Marketplace.BlazorAdmin.Partners;

/// <summary>Roles and applications in words.</summary>
internal static class PartnerWords
{
    public static readonly IReadOnlyList<(string Value, string Text)> States =
    [
        ("", "All"), (PartnerApplicationStates.Submitted, "Waiting"), (PartnerApplicationStates.Approved, "Approved"), (PartnerApplicationStates.Rejected, "Rejected"),
        (PartnerApplicationStates.Withdrawn, "Withdrawn"),
    ];

    public static readonly IReadOnlyList<(string Value, string Text)> Roles =
        [("", "All"), (PartnerRoles.Rider, "Riders"), (PartnerRoles.Reseller, "Resellers"), (PartnerRoles.Influencer, "Influencers")];

    public static (Tone Tone, string Text) State(string state) => state switch
    {
        PartnerApplicationStates.Submitted => (Tone.Live, "Waits for a decision"),
        PartnerApplicationStates.Approved => (Tone.Success, "Approved"),
        PartnerApplicationStates.Rejected => (Tone.Danger, "Rejected"),
        PartnerApplicationStates.Withdrawn => (Tone.Neutral, "Withdrawn"),
        _ => (Tone.Neutral, Orders.OrderWords.Plain(state)),
    };

    public static string Role(string role) => role switch
    {
        PartnerRoles.Rider => "Rider",
        PartnerRoles.Reseller => "Reseller",
        PartnerRoles.Influencer => "Influencer",
        _ => Orders.OrderWords.Plain(role),
    };

    /// <summary>What the person wants to do.</summary>
    public static string Title(string role) => role switch
    {
        PartnerRoles.Rider => "Ride with us",
        PartnerRoles.Reseller => "Resell what our shops have",
        PartnerRoles.Influencer => "Recommend what you like",
        _ => Role(role),
    };

    public static string Text(string role) => role switch
    {
        PartnerRoles.Rider => "Bring orders from the shops to the doors, when it suits you. You need a vehicle and a phone.",
        PartnerRoles.Reseller => "You know who needs what. You get a public page, on which people see who you are and follow you.",
        PartnerRoles.Influencer => "People listen to you. You get a public page, on which people see who you are and follow you.",
        _ => "",
    };

    public static string Icon(string role) => role switch
    {
        PartnerRoles.Rider => "bike",
        PartnerRoles.Reseller => "hand-coins",
        _ => "star",
    };

    /// <summary>The path in the portal, and in the store the one of the public page.</summary>
    public static string Path(string role) => $"/work/{role.ToLowerInvariant()}";

    public static string PublicPath(string role, string slug) => $"{(role == PartnerRoles.Reseller ? "resellers" : "influencers")}/{slug}";
}
