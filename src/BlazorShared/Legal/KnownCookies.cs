using Marketplace.BlazorShared.Design;

namespace Marketplace.BlazorShared.Legal;

/// <param name="Name">As browsers show it where the marketplace has https; <c>…</c> at the end stands for any more letters.</param>
/// <param name="Stays">At most; null for what goes when the browser is closed.</param>
/// <param name="Works">For what is good for nothing before it goes.</param>
public sealed record KnownCookie(string Name, string Purpose, TimeSpan? Stays, TimeSpan? Works = null)
{
    public string Life => (Stays is { } stays ? InWords(stays) : "Until the browser is closed") + (Works is { } works ? $"; good for {InWords(works)}" : "");

    public bool Is(string name) => Name.EndsWith('…') ? name.StartsWith(Name[..^1], StringComparison.Ordinal) && name.Length >= Name.Length : name == Name;

    private static string InWords(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => Words.Count((int)time.TotalDays, "day"),
        { TotalHours: >= 1 } => Words.Count((int)time.TotalHours, "hour"),
        { TotalMinutes: >= 1 } => Words.Count((int)time.TotalMinutes, "minute"),
        _ => Words.Count((int)time.TotalSeconds, "second"),
    };
}

/// <summary>What the hosts set in browsers. A test compares it with what they really set, and for how long.</summary>
public static class KnownCookies
{
    public static IReadOnlyList<(string Where, IReadOnlyList<KnownCookie> Cookies)> All { get; } =
    [
        ("Everywhere",
        [
            new("theme", "Light, dark or as your device has it, when you chose it.", TimeSpan.FromDays(365)),
            new("__Host-theme-looked", "That your account was asked for your choice of light or dark just now.", TimeSpan.FromSeconds(10)),
        ]),
        ("In the store",
        [
            new("__Host-store", "Knows that you are signed in.", TimeSpan.FromDays(30)),
            new("__Host-store-t…", "Binds a sign-in that has begun to your browser.", TimeSpan.FromMinutes(15)),
            new("__Host-store-form", "Shows that a form was sent from our own pages.", null),
            new("__Host-cart", "The random number of your cart.", TimeSpan.FromDays(30)),
            new("__Host-cart_count", "How many things are in your cart, for the number at its icon.", TimeSpan.FromDays(30)),
            new("__Host-place", "Where you want things brought, when you said so.", TimeSpan.FromDays(180)),
            new("__Secure-order_…", "Opens an order that you placed as a guest in this browser.", TimeSpan.FromDays(30)),
            new("__Host-unread", "How many news you have, for the number at the bell.", TimeSpan.FromSeconds(30)),
            new("__Host-notice", "What the next page is to tell you of what you just did.", TimeSpan.FromMinutes(1)),
        ]),
        ("Where you sign in, and in your account",
        [
            new("__Host-identity", "Knows that you are signed in.", TimeSpan.FromDays(30)),
            new("__Host-identity-form", "Shows that a form was sent from our own pages.", null),
            new("__Host-identity-device", "Knows this browser again, so that strangers who guess passwords do not lock you out, and you are told of sign-ins elsewhere.", TimeSpan.FromDays(400)),
            new("__Host-identity-half", "Remembers the first step of a sign-in until the second.", null, TimeSpan.FromMinutes(10)),
            new("__Host-identity-passkey", "What your passkey was asked to sign.", null, TimeSpan.FromMinutes(5)),
            new("__Host-identity-registration", "Which account you are opening, until you give the code from your mail.", null, TimeSpan.FromHours(1)),
            new("__Host-identity-newcomer", "That you have proved an address, until your account is open.", null, TimeSpan.FromMinutes(30)),
            new("__Host-identity-external", "What Google said of you, until you are signed in.", null, TimeSpan.FromMinutes(15)),
            new(".AspNetCore.Correlation…", "Binds a sign-in at Google to your browser.", TimeSpan.FromMinutes(15)),
        ]),
        ("In the portal for shops, riders and operations",
        [
            new("__Host-portal", "Knows that you are signed in.", null, TimeSpan.FromHours(12)),
            new("__Host-portal-t…", "Binds a sign-in that has begun to your browser.", TimeSpan.FromMinutes(15)),
            new("__Host-portal-form", "Shows that a form was sent from our own pages.", null),
        ]),
    ];
}
