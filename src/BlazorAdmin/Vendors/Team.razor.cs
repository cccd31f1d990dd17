using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Vendors;

/// <summary>Who works for the shop, who is invited, and what happened.</summary>
public sealed partial class Team
{
    private VendorTeam? _team;
    private Page<TeamHistoryEntry>? _history;
    private Modal _invite = null!;
    private Modal _change = null!;
    private Modal _remove = null!;
    private TeamMember? _member;
    private string _email = "";
    private string _role = VendorRoles.Orders;
    private bool _isAsking;

    [Inject] private TeamClient Client { get; set; } = null!;
    [Inject] private PortalSession Session { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;

    [SupplyParameterFromQuery] private int? Page { get; set; }

    /// <summary>Owners are made of members, not invited.</summary>
    private IEnumerable<string> Offered => _team?.MayGive.Where(r => r != VendorRoles.Owner) ?? [];

    protected override Task OnParametersSetAsync() => LoadTeamAsync();

    /// <summary>A change of the team is a notice for its owners.</summary>
    protected override bool Concerns(string? topic) => topic is null or "user";

    protected override Task OnLiveAsync(string? topic) => _isAsking ? Task.CompletedTask : LoadTeamAsync();

    private Task LoadTeamAsync() => LoadAsync(async ct =>
    {
        _team = await Client.GetAsync(ct);
        _history = Session.MayInShop(VendorRights.ManageTeam) ? await Client.HistoryAsync(Math.Max(1, Page ?? 1), 10, ct) : null;
    });

    private void AskInvite()
    {
        (_email, _role, _isAsking, Refusal) = ("", VendorRoles.Orders, true, null);
        _invite.Open();
    }

    private void AskChange(TeamMember member)
    {
        (_member, _role, _isAsking, Refusal) = (member, member.Role, true, null);
        _change.Open();
    }

    private void AskRemove(TeamMember member)
    {
        (_member, _isAsking, Refusal) = (member, true, null);
        _remove.Open();
    }

    private void Closed() => (_isAsking, Refusal) = (false, null);

    private async Task InviteAsync()
    {
        var email = _email.Trim();
        if (await TryAsync(async ct => _team = await Client.InviteAsync(new(email, _role), ct)))
        {
            await _invite.CloseAsync();
            Toasts.Say("The invitation is on its way.");
            await LoadTeamAsync();
        }
    }

    private async Task ChangeAsync()
    {
        var member = _member!;
        if (await TryAsync(async ct => _team = await Client.ChangeRoleAsync(member.UserId, _role, ct)))
        {
            await _change.CloseAsync();
            Toasts.Say($"{member.Name}: {RoleWords.Title(_role)}, from now.");
            await LoadTeamAsync();
            await AttemptAsync(Session.ReloadAsync);
        }
    }

    private async Task RemoveAsync()
    {
        var member = _member!;
        if (!await TryAsync(ct => member.IsMe ? Client.LeaveAsync(ct) : Client.RemoveAsync(member.UserId, ct)))
        {
            return;
        }

        await _remove.CloseAsync();
        if (member.IsMe)
        {
            await AttemptAsync(Session.ReloadAsync);
            Session.ForgetLost(); // they know
            Navigation.NavigateTo("/", forceLoad: true);
        }
        else
        {
            Toasts.Say($"{member.Name} does not work here any more.");
            await LoadTeamAsync();
        }
    }

    private async Task SendAgainAsync(TeamInvitation invitation)
    {
        if (await TryAsync(async ct => _team = await Client.SendAgainAsync(invitation.Id, ct)))
        {
            Toasts.Say("Another mail is on its way. The link in the earlier one does not work any more.");
            await LoadTeamAsync();
        }
    }

    private async Task WithdrawAsync(TeamInvitation invitation)
    {
        if (await TryAsync(ct => Client.WithdrawAsync(invitation.Id, ct)))
        {
            Toasts.Say("The invitation is withdrawn.");
            await LoadTeamAsync();
        }
    }
}
