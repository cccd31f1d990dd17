using Marketplace.Domain.Catalog;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Catalog;

public sealed class CategoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("A", 2, "B C A")]
    [InlineData("C", 0, "C A B")]
    [InlineData("B", 1, "A B C")]
    [InlineData("A", 99, "B C A")]
    [InlineData("C", -5, "C A B")]
    public void Comes_to_its_place_and_the_others_make_room(string name, int place, string order)
    {
        Category[] row = [Named("A", 0), Named("B", 1), Named("C", 2)];
        Forget(row);

        Category.Place(row, row.Single(c => c.Name == name).Id, place, Now);

        Assert.Equal(order, string.Join(' ', row.OrderBy(c => c.Position).Select(c => c.Name)));
        Assert.Equal([0, 1, 2], row.Select(c => c.Position).Order());
        Assert.All(row, c => Assert.Equal(c.Position == "ABC".IndexOf(c.Name, StringComparison.Ordinal) ? 0 : 1, c.TakeEvents().Count));
    }

    [Fact]
    public void Those_with_the_same_place_stand_by_their_names_until_one_is_moved()
    {
        Category[] row = [Named("B", 0), Named("A", 0), Named("C", 0)];

        Category.Place(row, row[2].Id, 1, Now);

        Assert.Equal("A C B", string.Join(' ', row.OrderBy(c => c.Position).Select(c => c.Name)));
        Assert.Throws<ArgumentException>(() => Category.Place(row, CategoryId.New(), 0, Now));
    }

    [Fact]
    public void Has_a_picture_until_it_is_saved_without_one()
    {
        var picture = new MediaId(Guid.CreateVersion7());
        var category = Named("A", 0);

        category.Save("A", null, 3, true, picture, Now);
        Assert.Equal(picture, category.ImageId);
        category.Save("A", null, 3, true, null, Now);
        Assert.Null(category.ImageId);
    }

    private static Category Named(string name, int position) => Category.Create(name.ToLowerInvariant(), name, null, 3, true, position, Now).Value!;

    private static void Forget(IEnumerable<Category> row)
    {
        foreach (var category in row)
        {
            category.TakeEvents();
        }
    }
}
