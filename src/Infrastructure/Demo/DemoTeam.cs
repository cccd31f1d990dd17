using System.Security.Cryptography;
using System.Text;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Vendors;

namespace Marketplace.Infrastructure.Demo;

/// <summary>Who works at the shops besides their owners, what stands in the histories of the teams, and one invitation that waits.</summary>
internal sealed record DemoTeam(IReadOnlyList<TeamRecord> Records, IReadOnlyList<Invitation> Invitations)
{
    private const string Invited = "kamala@tarapet.example";

    /// <param name="opened">Ninety days ago.</param>
    public static DemoTeam Hire(DemoTown town, IReadOnlyList<Vendor> vendors, DateTimeOffset opened)
    {
        List<TeamRecord> records = [];
        var (first, now) = (vendors.First(v => v.Slug == town.Shops[0].Slug), opened.AddDays(DemoRhythm.Days));
        foreach (var (shop, day) in town.Shops.Where(s => s.Staff is not null).Select((s, i) => (s, 5 + (9 * i))))
        {
            var vendor = vendors.First(v => v.Slug == shop.Slug);
            foreach (var (place, (account, role)) in shop.Staff!.Index())
            {
                records.Add(vendor.Join(new UserId(town.Account(account).Id), Enum.Parse<VendorRole>(role), opened.AddDays(day + (3 * place)).AddHours(11)).Value!);
            }
        }

        var (invitation, record) = Invitation.Send(first, first.Members[0].UserId, Invited, VendorRole.Catalogue, SHA256.HashData(Encoding.UTF8.GetBytes(Invited)), now.AddDays(-1)).Value;
        return new([.. records, record], [invitation]);
    }

    /// <param name="ids">In which the invitations have their names already.</param>
    public IEnumerable<AuditEntry> Entries(SeededIds ids) => Records.Select(record => AuditEntry.Of(
        (record.Invitation is { } sent ? record with { Invitation = InvitationId.From(ids[sent.Value]) } : record).Note, new(AuditActor.Person, record.By, null, null, null), record.At));
}
