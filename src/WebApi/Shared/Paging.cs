namespace Marketplace.WebApi.Shared;

/// <summary>The page of a list that is asked for. Numbers out of range are moved into it.</summary>
internal sealed record Paging(int? Page, int? Size)
{
    private const int MaxSize = 100;
    private const int MaxPage = 10_000;

    public int Number => Math.Clamp(Page ?? 1, 1, MaxPage);

    public int SizeOr(int usual) => Math.Clamp(Size ?? usual, 1, MaxSize);
}
