// Looking for something in a list: each word of what is asked for, in any order and any case.

export function finder(asked: string): (text: string) => boolean {
  const words = asked.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return (text) => {
    const small = text.toLowerCase();
    return words.every((word) => small.includes(word));
  };
}
