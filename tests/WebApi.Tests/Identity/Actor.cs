namespace Marketplace.WebApi.Tests.Identity;

/// <summary>Who calls, seen from the thing the call is about. The order is that of the table's columns.</summary>
public enum Actor
{
    /// <summary>Nobody we know.</summary>
    Anonymous,

    /// <summary>Nobody we know, with the order's token and the cart's.</summary>
    Guest,

    /// <summary>The shopper whose order, address, cart and notification it is.</summary>
    Shopper,

    /// <summary>Another shopper.</summary>
    Stranger,

    /// <summary>The owner of the shop.</summary>
    Owner,

    /// <summary>Somebody who works on the shop's orders. The other roles have a table of their own.</summary>
    Staff,

    /// <summary>The owner of the shop, after the marketplace suspended it.</summary>
    Suspended,

    /// <summary>The owner of another shop.</summary>
    Rival,

    /// <summary>The owner of another shop, who says to act for this one.</summary>
    Impostor,

    /// <summary>The rider who was asked or who carries it.</summary>
    Rider,

    /// <summary>Another rider.</summary>
    OtherRider,

    /// <summary>A rider who may no longer ride.</summary>
    RetiredRider,

    Admin,

    /// <summary>An app that acts for nobody (client credentials).</summary>
    Machine,

    /// <summary>The shop's owner, the rider and the administrator in one, through an app that may not act for them.</summary>
    Scopeless,

    /// <summary>An administrator whose token is over.</summary>
    Expired,

    /// <summary>An administrator with a token for another audience.</summary>
    Foreign,
}
