using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Vendors;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Vendors;

public sealed partial class ApiKeyList
{
    private readonly HashSet<string> _scopes = [];
    private IReadOnlyList<ApiKeyItem>? _keys;
    private Modal _form = null!;
    private Modal _revoke = null!;
    private ApiKeyItem? _revoking;
    private MadeApiKey? _shown;
    private string _name = "";
    private int _days;

    [Inject] private Toasts Toasts { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadKeysAsync();

    private Task LoadKeysAsync() => LoadAsync(async ct => _keys = await Client.ListAsync(ct));

    private void OpenForm()
    {
        (_name, _days, Refusal) = ("", ApiKeyWords.Lives[0].Days, null);
        _scopes.Clear();
        _form.Open();
    }

    private void Toggle(string scope)
    {
        if (!_scopes.Remove(scope))
        {
            _scopes.Add(scope);
        }
    }

    private async Task MakeAsync()
    {
        DateTimeOffset? end = _days == 0 ? null : Now.AddDays(_days);
        if (await TryAsync(async ct => _shown = await Client.MakeAsync(new(_name.Trim(), [.. _scopes], end), ct)))
        {
            await _form.CloseAsync();
            await LoadKeysAsync();
        }
    }

    private async Task RotateAsync(ApiKeyItem key)
    {
        if (await TryAsync(async ct => _shown = await Client.RotateAsync(key.Id, ct)))
        {
            await LoadKeysAsync();
        }
    }

    private void AskToRevoke(ApiKeyItem key)
    {
        (_revoking, Refusal) = (key, null);
        _revoke.Open();
    }

    private async Task RevokeAsync()
    {
        if (_revoking is { } key && await TryAsync(ct => Client.RevokeAsync(key.Id, ct)))
        {
            await _revoke.CloseAsync();
            Toasts.Say($"The key of {key.Name} is revoked.");
            await LoadKeysAsync();
        }
    }
}

/// <summary>What keys may do, in words.</summary>
internal static class ApiKeyWords
{
    public static readonly IReadOnlyList<string> Scopes = ["vendor.orders", "vendor.catalog"];

    public static readonly IReadOnlyList<(int Days, string Text)> Lives = [(365, "A year"), (90, "90 days"), (30, "30 days"), (0, "Until you revoke it")];

    public static string May(string scope) => scope == "vendor.orders" ? "orders" : "products and stock";

    public static string Long(string scope) => scope == "vendor.orders"
        ? "See orders with names, phone numbers and addresses, accept, prepare and hand them over"
        : "See and change products, prices, pictures and stock";
}
