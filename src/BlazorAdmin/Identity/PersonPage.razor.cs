using Marketplace.BlazorAdmin.Shared;
using Marketplace.Contracts.Identity;
using Microsoft.AspNetCore.Components;

namespace Marketplace.BlazorAdmin.Identity;

public sealed partial class PersonPage
{
    private const string WhatIsKept =
        "Name, addresses, profile, keys and sign-ins go, after the time in which its owner is told and can keep it. Orders, payments and refunds stay under a number, without name and contact, because tax law asks for them, and so does what was decided about advertising, as proof.";

    private readonly HashSet<string> _roles = [];
    private PersonDetails? _details;
    private AskReason _suspend = null!;
    private AskReason _second = null!;
    private AskReason _act = null!;
    private AskReason _delete = null!;
    private AskReason _keep = null!;
    private CorrectPerson _correct = null!;

    [Parameter] public Guid Id { get; set; }
    [Inject] private AdminUsersClient Client { get; set; } = null!;
    [Inject] private PortalSession Session { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;
    [Inject] private MeClient Me { get; set; } = null!;
    [Inject] private PortalUrls Urls { get; set; } = null!;

    private bool IsOneself => Session.Me?.Id == Id;

    private bool IsAdministrator => _details!.Person.Roles.Any(RoleWords.IsAdministrator);

    private bool MayManage => Session.May(Rights.ManagePeople) && !IsOneself && (!IsAdministrator || Session.May(Rights.ManageRoles));

    private bool MayDelete => MayManage && Session.May(Rights.DeletePeople);

    private bool MayAct => Session.May(Rights.ActForPeople) && !IsOneself && !IsAdministrator && !_details!.Person.IsSuspended;

    private bool RolesDiffer => !_roles.SetEquals(_details!.Person.Roles.Where(RoleWords.IsAdministrator));

    protected override Task OnParametersSetAsync() => LoadPersonAsync();

    private Task LoadPersonAsync() => LoadAsync(async ct =>
    {
        _details = await Client.GetAsync(Id, ct);
        TakeRoles(_details);
    });

    /// <summary>The person changed something, or somebody did something to the account. What is being chosen here stays as it is.</summary>
    private async Task RefreshAsync()
    {
        if (_details is null || Busy)
        {
            return;
        }

        await AttemptAsync(async ct =>
        {
            var fresh = await Client.GetAsync(Id, ct);
            var isChoosing = RolesDiffer; // Asked now: a switch may have been turned while the answer was on its way.
            _details = fresh;
            if (!isChoosing)
            {
                TakeRoles(fresh);
            }
        });
        StateHasChanged();
    }

    private void TakeRoles(PersonDetails details)
    {
        _roles.Clear();
        _roles.UnionWith(details.Person.Roles.Where(RoleWords.IsAdministrator));
    }

    private void Switch(string role, bool isOn) => _ = isOn ? _roles.Add(role) : _roles.Remove(role);

    private Task SaveRolesAsync() => DoAsync(ct => Client.SetRolesAsync(Id, [.. _roles.Order()], ct), $"The roles of {_details!.Person.Name} are saved.");

    private Task ReactivateAsync() => DoAsync(ct => Client.ReactivateAsync(Id, ct), $"{_details!.Person.Name} can sign in again.");

    private Task EndSignInsAsync() => DoAsync(ct => Client.EndSignInsAsync(Id, ct), $"{_details!.Person.Name} is signed out everywhere.");

    private Task RequirePasswordAsync() => DoAsync(ct => Client.RequirePasswordAsync(Id, ct), $"{_details!.Person.Name} needs a new password now, and was told by mail.");

    private Task SuspendedAsync(string name) => DoneAsync($"{name} is suspended.");

    private Task SecondStepOffAsync(string name) => DoneAsync($"The second step of {name} is off.");

    private Task DeletionAskedAsync(string name) => DoneAsync($"The account of {name} will be deleted. They are told.");

    private Task KeptAsync(string name) => DoneAsync($"The account of {name} is kept.");

    private Task CorrectedAsync() => DoneAsync("The account is corrected. Whoever is concerned was told.");

    /// <summary>The identity server asks what to open as them.</summary>
    private void OpenActing() => Navigation.NavigateTo($"{Urls.Identity.ToString().TrimEnd('/')}/acting", forceLoad: true);

    private async Task DoAsync(Func<CancellationToken, Task> work, string done)
    {
        if (await TryAsync(work))
        {
            await DoneAsync(done);
        }
    }

    private Task DoneAsync(string text)
    {
        Toasts.Say(text);
        return LoadPersonAsync();
    }
}
