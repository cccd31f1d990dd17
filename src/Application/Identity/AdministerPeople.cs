using FluentValidation;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Application.Identity;

public sealed class SetRolesValidator : AbstractValidator<SetRolesRequest>
{
    public SetRolesValidator()
    {
        RuleFor(r => r.Roles).NotNull().Must(roles => roles is null || roles.Count <= AdminRoles.All.Count).WithMessage("Name each role once.");
        RuleForEach(r => r.Roles).Must(role => role is not null && AdminRoles.Parse(role) is not null).WithMessage("There is no such role.");
    }
}

public sealed class InvitePersonValidator : AbstractValidator<InvitePersonRequest>
{
    public InvitePersonValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Profile.NameMaxLength);
        RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(254);
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(AuditEntry.ReasonMaxLength);
    }
}

public sealed class CorrectPersonValidator : AbstractValidator<CorrectPersonRequest>
{
    public CorrectPersonValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Profile.NameMaxLength);
        RuleFor(r => r.Email).EmailAddress().MaximumLength(254).When(r => !string.IsNullOrEmpty(r.Email));
        RuleFor(r => r.Phone).MaximumLength(30);
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(AuditEntry.ReasonMaxLength);
    }
}

/// <param name="Rights">What the administrator who asks may do.</param>
public sealed record Administrator(UserId Id, IReadOnlySet<AdminRight> Rights);

/// <summary>
/// What administrators do to accounts. Nobody does it to themselves, and to an administrator only who decides who is one: otherwise
/// the least of them could lock the others out.
/// </summary>
public sealed class AdministerPeopleHandler(IUserDirectory directory, IAccountAdministration accounts) : IHandler
{
    public Task<Result<Done>> SuspendAsync(Administrator actor, UserId user, string reason, CancellationToken ct) =>
        CheckedAsync(actor, user, () => accounts.SuspendAsync(user, actor.Id, reason.Trim(), ct), ct);

    public Task<Result<Done>> ReactivateAsync(Administrator actor, UserId user, CancellationToken ct) =>
        CheckedAsync(actor, user, () => accounts.ReactivateAsync(user, actor.Id, ct), ct);

    public Task<Result<Done>> EndSignInsAsync(Administrator actor, UserId user, CancellationToken ct) =>
        CheckedAsync(actor, user, () => accounts.EndSignInsAsync(user, actor.Id, ct), ct);

    public Task<Result<Done>> RequirePasswordAsync(Administrator actor, UserId user, CancellationToken ct) =>
        CheckedAsync(actor, user, () => accounts.RequirePasswordAsync(user, actor.Id, ct), ct);

    public Task<Result<Done>> RemoveSecondFactorAsync(Administrator actor, UserId user, string reason, CancellationToken ct) =>
        CheckedAsync(actor, user, () => accounts.RemoveSecondFactorAsync(user, actor.Id, reason.Trim(), ct), ct);

    public Task<Result<Done>> SetRolesAsync(Administrator actor, UserId user, IReadOnlyCollection<string> roles, CancellationToken ct) =>
        CheckedAsync(actor, user, () => accounts.SetRolesAsync(user, actor.Id, [.. roles.Distinct()], ct), ct);

    /// <summary>Opens an account that its owner alone can open. Administrators may know who has one already.</summary>
    public async Task<Result<InvitedPerson>> InviteAsync(Administrator actor, InvitePersonRequest request, CancellationToken ct)
    {
        var invited = await accounts.InviteAsync(UserId.New(), actor.Id, request.Name.Trim(), request.Email.Trim(), request.Reason.Trim(), ct);
        return invited.IsSuccess ? new InvitedPerson(invited.Value.Value) : invited.Error;
    }

    public Task<Result<Done>> CorrectAsync(Administrator actor, UserId user, CorrectPersonRequest request, CancellationToken ct) =>
        CheckedAsync(actor, user, () => accounts.CorrectAsync(user, actor.Id, request.Name.Trim(), request.Email, request.Phone, request.Reason.Trim(), ct), ct);

    /// <summary>Never for an administrator, whoever asks: nobody takes on rights that they were not given.</summary>
    /// <param name="grant">Of the token with which it is asked.</param>
    public async Task<Result<ActingDto>> ActAsync(UserId actor, Guid? grant, UserId user, string reason, CancellationToken ct) =>
        actor == user ? PeopleErrors.Yourself
        : await directory.ShowAsync(user, ct) is not { } person ? PeopleErrors.NotFound
        : grant is not { } asked || person.IsSuspended || person.Roles.Any(role => AdminRoles.Parse(role) is not null) ? PeopleErrors.NotToActFor
        : await accounts.ActAsync(user, actor, asked, reason.Trim(), ct) is { } endsAt ? new ActingDto(endsAt)
        : PeopleErrors.NotToActFor;

    private async Task<Result<Done>> CheckedAsync(Administrator actor, UserId user, Func<Task<Result<Done>>> work, CancellationToken ct) =>
        await directory.WhyNotAsync(actor, user, ct) is { } why ? why : await work();
}

internal static class AdministeredPeople
{
    extension(IUserDirectory directory)
    {
        /// <returns>Why the administrator may do nothing to this account; null when they may.</returns>
        public async Task<Error?> WhyNotAsync(Administrator actor, UserId user, CancellationToken ct)
        {
            if (actor.Id == user)
            {
                return PeopleErrors.Yourself;
            }

            // Also of a suspended account: it may come back with them.
            var isAdministrator = (await directory.ShowAsync(user, ct))?.Roles.Any(role => AdminRoles.Parse(role) is not null) == true;
            return isAdministrator && !actor.Rights.Contains(AdminRight.ManageRoles) ? PeopleErrors.IsAdministrator : null;
        }
    }
}
