using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;

namespace Marketplace.E2E.Tests.Design;

public enum Surface
{
    Store,
    Portal,
    Accounts,

    /// <summary>The API has few pages of its own: the sandbox's and the mail viewer's.</summary>
    Api,
}

/// <summary>A page in one of its states, as somebody sees it.</summary>
/// <param name="Route">As the page declares it; for hosts without such routes the name of its component.</param>
/// <param name="Path">Where it is; <c>{…}</c> is a query of <see cref="PageList.Lookups"/>.</param>
/// <param name="Who">The address of who is signed in, or a query that tells it; null for a guest.</param>
public sealed record PageState(string Name, Surface On, string Route, string Path, string? Who = null)
{
    /// <summary>A guest who brings a cart along.</summary>
    public bool HasCart { get; init; }

    /// <summary>Where the page shows itself only to who has sent this address.</summary>
    public string? Email { get; init; }

    /// <summary>What somebody does there first, until the page is in this state.</summary>
    public Func<IPage, Task>? Steps { get; init; }

    /// <summary>The same, with a code that was sent to somebody.</summary>
    public Func<Town, IPage, Task>? StepsWithCode { get; init; }

    public override string ToString() => Name;
}
