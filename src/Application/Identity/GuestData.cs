using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Identity;

/// <summary>A code that was mailed. It lies sealed in the hands of who asked, so that nothing is kept here; the digits alone open nothing.</summary>
public sealed record GuestTicket(Guid Id, string Email, string Code);

/// <summary>Seals tickets for a while; nobody else can make or read one.</summary>
public interface IGuestTickets
{
    string Seal(GuestTicket ticket, TimeSpan life);

    /// <returns>Null for what is none, or too old.</returns>
    GuestTicket? Open(string text);
}

public sealed class AskGuestCodeValidator : AbstractValidator<AskGuestCodeRequest>
{
    public AskGuestCodeValidator() => RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(254);
}

public sealed class GuestCodeValidator : AbstractValidator<GuestCodeRequest>
{
    public GuestCodeValidator()
    {
        RuleFor(r => r.Ticket).NotEmpty().MaximumLength(2000);
        RuleFor(r => r.Code).NotEmpty().MaximumLength(20);
    }
}

/// <summary>
/// What is stored of who bought without an account, for who reads the mailbox that the orders were placed with: a copy, and the end of all
/// that need not be kept. Who asks learns nothing about an address: the same is said whether or not anybody bought under it.
/// </summary>
public sealed class GuestDataHandler(IMarketplaceDb db, IPersonalData data, IGuestTickets tickets, IRequestCounters counters, Notifier notifier, TimeProvider clock) : IHandler
{
    private const int MailsAnHour = 5;
    private const int Tries = 5;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public async Task<GuestCodeAsked> AskAsync(AskGuestCodeRequest request, CancellationToken ct)
    {
        var email = request.Email.Trim().ToLowerInvariant();
        var ticket = new GuestTicket(Guid.CreateVersion7(), email, RandomNumberGenerator.GetString("0123456789", 6));
        var asked = await counters.CountAsync([$"guest-mail {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(email)))}"], TimeSpan.FromHours(1), ct);
        if (asked[0].Requests <= MailsAnHour && await data.IsGuestAsync(email, ct))
        {
            await notifier.MailAsync("guest-data", ticket.Id.ToString(), email, new() { ["code"] = ticket.Code, ["time"] = notifier.Time(clock.GetUtcNow() + Life) }, ct);
            await db.SaveChangesAsync(ct);
        }

        return new(tickets.Seal(ticket, Life));
    }

    public async Task<Result<byte[]>> CopyAsync(GuestCodeRequest request, CancellationToken ct) =>
        await ReadAsync(request, ct) is { } email ? await data.ExportGuestAsync(email, ct) : GuestErrors.WrongCode;

    public async Task<Result<Done>> EraseAsync(GuestCodeRequest request, CancellationToken ct)
    {
        if (await ReadAsync(request, ct) is not { } email)
        {
            return GuestErrors.WrongCode;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await data.GuestHindrancesAsync(email, ct) is [var why, ..])
        {
            return GuestErrors.Hindered(why);
        }

        await data.EraseGuestAsync(email, ct);
        await transaction.CommitAsync(ct);
        return new Done();
    }

    /// <summary>Each try is counted before the digits are looked at.</summary>
    /// <returns>The address that is proved; null when it is not.</returns>
    private async Task<string?> ReadAsync(GuestCodeRequest request, CancellationToken ct)
    {
        if (tickets.Open(request.Ticket) is not { } ticket || (await counters.CountAsync([$"guest-code {ticket.Id}"], Life, ct))[0].Requests > Tries)
        {
            return null;
        }

        var typed = string.Concat(request.Code.Where(char.IsAsciiDigit));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(typed), Encoding.ASCII.GetBytes(ticket.Code)) ? ticket.Email : null;
    }
}
