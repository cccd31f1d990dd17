using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Catalog;

/// <summary>What the marketplace does to a product of a shop. It always says why, and the shop reads that.</summary>
public sealed partial class Product
{
    public Result<Done> Hide(string reason, DateTimeOffset now)
    {
        if (CheckReason(reason) is { } wrong)
        {
            return wrong;
        }

        (IsHidden, HiddenReason) = (true, reason.Trim());
        Judged(ProductJudgement.Hidden, HiddenReason, now);
        Changed(now);
        return default(Done);
    }

    public void Show(DateTimeOffset now)
    {
        if (IsHidden)
        {
            (IsHidden, HiddenReason) = (false, null);
            Judged(ProductJudgement.ShownAgain, null, now);
            Changed(now);
        }
    }

    /// <summary>The marketplace edits what the shop says.</summary>
    public Result<Done> Correct(ProductContent content, string reason, DateTimeOffset now)
    {
        if (CheckReason(reason) is { } wrong)
        {
            return wrong;
        }

        var edited = Edit(content, now);
        if (edited.IsSuccess)
        {
            Judged(ProductJudgement.Corrected, reason.Trim(), now);
        }

        return edited;
    }

    /// <summary>The marketplace is about to remove the product.</summary>
    public Result<Done> TakeAway(string reason, DateTimeOffset now)
    {
        if (CheckReason(reason) is { } wrong)
        {
            return wrong;
        }

        Judged(ProductJudgement.Removed, reason.Trim(), now);
        Remove(now);
        return default(Done);
    }

    private static Error? CheckReason(string reason) =>
        reason.Trim().Length is > 0 and <= ReasonMaxLength ? null : CatalogErrors.Wrong("reason", $"Say why, in at most {ReasonMaxLength} characters.");

    private void Judged(ProductJudgement judgement, string? reason, DateTimeOffset now) => Raise(new ProductJudged(Id, VendorId, Name, judgement, reason, now));
}
