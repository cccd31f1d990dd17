namespace Marketplace.Infrastructure.Demo;

/// <summary>Ways to draw from a seeded generator.</summary>
internal static class DemoChance
{
    extension(Random random)
    {
        public bool Happens(double probability) => random.NextDouble() < probability;

        public T Pick<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

        /// <summary>The place of one of them, heavier ones more often; −1 when nothing has any weight.</summary>
        public int PickIndex<T>(IReadOnlyList<T> all, Func<T, double> weight)
        {
            var left = random.NextDouble() * all.Sum(weight);
            for (var i = 0; i < all.Count; i++)
            {
                left -= weight(all[i]);
                if (left < 0)
                {
                    return i;
                }
            }

            return -1;
        }

        public TimeSpan Seconds(int from, int to) => TimeSpan.FromSeconds(from + (random.NextDouble() * (to - from)));

        public double Between(double from, double to) => from + (random.NextDouble() * (to - from));

        /// <summary>As many letters of the alphabet, with repetition.</summary>
        public string Text(string alphabet, int length) => string.Create(length, (random, alphabet), static (text, how) =>
        {
            foreach (ref var letter in text)
            {
                letter = how.alphabet[how.random.Next(how.alphabet.Length)];
            }
        });
    }
}
