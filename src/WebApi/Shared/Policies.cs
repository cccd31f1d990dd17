namespace Marketplace.WebApi.Shared;

/// <summary>Who may call a group of endpoints. An endpoint that names nobody answers nobody.</summary>
internal static class Policies
{
    /// <summary>A person, through an app that may act for them.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Somebody who works for the shop that the request is about.</summary>
    public const string Vendor = "vendor";

    /// <summary>An active rider.</summary>
    public const string Rider = "rider";
}
