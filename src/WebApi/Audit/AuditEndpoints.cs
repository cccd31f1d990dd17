using Marketplace.Application.Audit;
using Marketplace.Application.Vendors;
using Marketplace.Contracts.Audit;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Shared;
using Marketplace.WebApi.Vendors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Audit;

/// <summary>What privileged people did: all of it for administrators, and a shop's own part for who runs it.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var admin = api.MapGroup("/admin/audit").WithTags("Audit");
        admin.MapGet("", List).RequireRight(AdminRight.SeeAudit).WithSummary("List what privileged people did, newest first");
        admin.MapGet("/export", Export).RequireRight(AdminRight.SeeAudit).Produces(StatusCodes.Status200OK, contentType: "text/csv").WithSummary("Download what privileged people did, as CSV");

        var shop = api.MapGroup("/vendor/audit").WithTags("Audit").RequireAuthorization(Policies.Vendor).Needs(VendorRight.SeeAudit);
        shop.MapGet("", ListOfShop).WithSummary("List what was done to the shop, its team, prices and keys, newest first");
        shop.MapGet("/export", ExportOfShop).Produces(StatusCodes.Status200OK, contentType: "text/csv").WithSummary("Download what was done to the shop, as CSV");
    }

    private static Task<Results<Ok<Page<AuditItem>>, ProblemHttpResult>> List(
        [AsParameters] Paging paging, [AsParameters] AuditQuery query, AuditViews views, TownTime town, CancellationToken ct) => ListAsync(null, paging, query, views, town, ct);

    private static Task<Results<Ok<Page<AuditItem>>, ProblemHttpResult>> ListOfShop(
        CurrentVendor vendor, [AsParameters] Paging paging, [AsParameters] AuditQuery query, AuditViews views, TownTime town, CancellationToken ct) =>
        ListAsync(vendor.Id, paging, query, views, town, ct);

    private static Results<PushStreamHttpResult, ProblemHttpResult> Export([AsParameters] AuditQuery query, ExportAuditHandler handler, TownTime town, CancellationToken ct) =>
        ExportOf(null, query, handler, town, ct);

    private static Results<PushStreamHttpResult, ProblemHttpResult> ExportOfShop(CurrentVendor vendor, [AsParameters] AuditQuery query, ExportAuditHandler handler, TownTime town, CancellationToken ct) =>
        ExportOf(vendor.Id, query, handler, town, ct);

    private static async Task<Results<Ok<Page<AuditItem>>, ProblemHttpResult>> ListAsync(
        VendorId? shop, Paging paging, AuditQuery query, AuditViews views, TownTime town, CancellationToken ct) =>
        query.Fault is { } fault ? fault.ToProblem() : TypedResults.Ok(await views.ListAsync(shop, query.ToFilter(town), paging.SliceOr(50), ct));

    private static Results<PushStreamHttpResult, ProblemHttpResult> ExportOf(VendorId? shop, AuditQuery query, ExportAuditHandler handler, TownTime town, CancellationToken ct) => query.Fault is { } fault
        ? fault.ToProblem()
        : TypedResults.Stream(stream => handler.HandleAsync(shop, query.ToFilter(town), stream, ct), "text/csv; charset=utf-8", "audit.csv");
}

/// <summary>What a list of the audit log is narrowed by.</summary>
internal sealed record AuditQuery
{
    public string? Who { get; init; }
    public string? What { get; init; }
    public string? SubjectId { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }

    /// <summary>Said before a download begins, which could only break off.</summary>
    public Error? Fault =>
        !string.IsNullOrEmpty(What) && !AuditSubject.Kinds.Contains(What) ? Wrong($"Name one of {string.Join(", ", AuditSubject.Kinds)}.", "what")
        : Who?.Contains('\0', StringComparison.Ordinal) == true ? Wrong(Unstorable, "who")
        : SubjectId?.Contains('\0', StringComparison.Ordinal) == true ? Wrong(Unstorable, "subjectId")
        : null;

    private const string Unstorable = "A text holds a character that cannot be stored.";

    private static Error Wrong(string message, string field) => new(ErrorKind.Invalid, "request.invalid", message, field);

    public AuditFilter ToFilter(TownTime town) => new(Who, What, SubjectId, town.StartOf(From), town.EndOf(To));
}
