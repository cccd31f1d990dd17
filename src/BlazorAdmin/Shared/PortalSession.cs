using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Vendors;

namespace Marketplace.BlazorAdmin.Shared;

/// <summary>Who sits at this circuit and for which shop. Asked once and again when something about it may have changed.</summary>
public sealed class PortalSession(MeClient client, ChosenShop chosen, Browser browser)
{
    private const string ShopKey = "shop";

    public event Action? Changed;

    public MeDto? Me { get; private set; }

    public MyShop? Shop => Me?.Shops.FirstOrDefault(s => s.VendorId == chosen.Id);

    /// <summary>The shop whose pages were open when its team let go of this person; they are told before anything else is shown.</summary>
    public MyShop? Lost { get; private set; }

    /// <param name="right">One of <see cref="VendorRights"/>.</param>
    public bool MayInShop(string right) => Shop?.Rights.Contains(right) == true;

    /// <summary>While a shop is suspended, its orders are finished and nothing else is changed.</summary>
    public bool MayChangeInShop(string right) => MayInShop(right) && Shop?.State != VendorStates.Suspended;

    /// <summary>There can be orders, and they are this person's affair. A suspended shop finishes its own.</summary>
    public bool SeesOrders => MayInShop(VendorRights.SeeOrders) && Shop?.State != VendorStates.Pending;

    /// <param name="right">One of <see cref="Rights"/>.</param>
    public bool May(string right) => Me?.Rights.Contains(right) == true;

    public bool IsSelling => Shop?.State == VendorStates.Approved;

    public async Task<MeDto> LoadAsync(CancellationToken ct)
    {
        if (Me is null)
        {
            await ReloadAsync(ct);
        }

        return Me!;
    }

    public async Task ReloadAsync(CancellationToken ct)
    {
        var (before, me) = (Shop, await client.GetAsync(ct));
        if (chosen.Id is null || me.Shops.All(s => s.VendorId != chosen.Id))
        {
            Lost = before ?? Lost;
            chosen.Id = await RememberedAsync(me) ?? (me.Shops.Count > 0 ? me.Shops[0].VendorId : null);
        }

        Me = me;
        Changed?.Invoke();
    }

    public async Task ChooseAsync(Guid vendorId)
    {
        (chosen.Id, Lost) = (vendorId, null);
        await browser.RememberAsync(ShopKey, vendorId.ToString());
        Changed?.Invoke();
    }

    public void ForgetLost() => Lost = null;

    /// <summary>The header shows the number at once; the next reading of who it is sets it right.</summary>
    public void SetUnread(int unread)
    {
        if (Me is { } me && me.UnreadNotifications != unread)
        {
            Me = me with { UnreadNotifications = Math.Max(0, unread) };
            Changed?.Invoke();
        }
    }

    private async Task<Guid?> RememberedAsync(MeDto me) =>
        me.Shops.Count > 1 && Guid.TryParse(await browser.RecallAsync(ShopKey), out var id) && me.Shops.Any(s => s.VendorId == id) ? id : null;
}
